package tap

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// retryAfter is how long a file that could not be written to is left alone, with rotation.
const retryAfter = time.Minute

// checkEvery is how often it is looked whether somebody has deleted the file that is written to.
const checkEvery = time.Second

// file is one of Options.Files: with rotation, one after the other.
type file struct {
	name, suffix string
	opt          *Options
	form         form
	buf          []byte // the record that is being made

	file    *os.File // nil when it cannot be written to
	path    string
	size    int64 // octets of this file
	fresh   bool  // it holds nothing but its head
	opened  time.Time
	checked time.Time

	number  int     // of files so far
	octets  counter // of all files
	records int64   // likewise
	missed  int64   // messages that are in none
	noEnds  int64   // messages whose ends the format cannot hold
	failure error   // the first; nil: none
	retry   time.Time
}

// Write collects what makes up one record.
func (f *file) Write(p []byte) (int, error) {
	f.buf = append(f.buf, p...)
	return len(p), nil
}

func newFile(name string, opt *Options, said *said) (*file, error) {
	suffix, err := Suffix(name)
	if err != nil {
		return nil, err
	}
	f := &file{name: name, suffix: suffix, opt: opt}
	if suffix == ".jsonl" && opt.Lines == nil {
		return nil, fmt.Errorf("%q: nobody gives JSON", name)
	}
	f.form, err = newForm(suffix, f, opt, said)
	return f, err
}

// first opens the first file. others are those before it in the list.
func (f *file) first(others []*file) error {
	if !f.rotates() {
		if err := f.mayLose(others); err != nil {
			return err
		}
	}
	return f.next(time.Now(), nil)
}

func (f *file) rotates() bool { return f.opt.RotateSize > 0 || f.opt.RotateTime > 0 }

// event writes the record of an event.
func (f *file) event(c *conversation, e *speaker.Event, live conversations) {
	if f.file == nil && !f.again(e, live) {
		return
	}
	if !f.build(c, e) {
		return
	}
	if f.file != nil && !f.fresh && f.full(e.Time) {
		if err := f.next(e.Time, live); err != nil {
			f.fail(err, e)
			return
		}
		f.build(c, e)
	}
	if err := f.put(e.Time); err != nil {
		f.fail(err, e)
		return
	}
	f.fresh = false
	f.records++
}

// build makes the record of an event, and reports whether there is one.
func (f *file) build(c *conversation, e *speaker.Event) bool {
	f.buf = f.buf[:0]
	if err := f.form.event(c, e); unwritable(err) {
		if f.noEnds++; f.noEnds == 1 {
			f.opt.tell(fmt.Errorf("%s has no place for what goes between %s and %s: %w", f.name, e.Conn.Local, e.Conn.Remote, err))
		}
		return false
	}
	return len(f.buf) > 0
}

// full reports whether the record that has been made belongs into the next file.
func (f *file) full(now time.Time) bool {
	return f.opt.RotateSize > 0 && f.size+int64(len(f.buf)) > f.opt.RotateSize ||
		f.opt.RotateTime > 0 && now.Sub(f.opened) >= f.opt.RotateTime
}

// next opens the next file, the first one as well, and writes its head.
func (f *file) next(now time.Time, live conversations) error {
	if f.file != nil {
		err := f.file.Close()
		if f.file = nil; err != nil {
			return f.failed(err)
		}
	}
	if err := f.create(now); err != nil {
		return err
	}
	f.size, f.fresh, f.opened, f.checked = 0, true, now, now
	f.buf = f.buf[:0]
	if err := f.form.start(live.sorted()); err != nil {
		return f.failed(err)
	}
	return f.put(now)
}

// create creates the file, with rotation under a name that nobody uses.
func (f *file) create(now time.Time) (err error) {
	if !f.rotates() {
		f.path = f.name
		f.file, err = os.OpenFile(f.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
		return f.failed(err)
	}
	for range 100 {
		f.number++
		f.path = rotated(f.name, f.suffix, now, f.number)
		f.file, err = os.OpenFile(f.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, os.ErrExist) {
			break
		}
	}
	if err != nil {
		f.file = nil
	}
	return f.failed(err)
}

// put writes what has been made with one call, all or nothing: what the disk took of a record that it had no room for
// is cut off again.
func (f *file) put(now time.Time) error {
	if len(f.buf) == 0 {
		return nil
	}
	if now.Sub(f.checked) >= checkEvery {
		f.checked = now
		if info, err := f.file.Stat(); err == nil && deleted(info) {
			return f.failed(errDeleted)
		}
	}
	n, err := f.file.Write(f.buf)
	if err == nil && f.opt.Sync {
		err = f.file.Sync()
	}
	if err != nil {
		if n > 0 {
			f.file.Truncate(f.size) // as good as it gets: a pipe has no end to cut off
		}
		return f.failed(err)
	}
	f.size += int64(n)
	f.octets.Add(int64(n))
	return nil
}

var errDeleted = errors.New("somebody has deleted it")

// failed says which file an error is about.
func (f *file) failed(err error) error {
	if err == nil {
		return nil
	}
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("cannot write %q: %w", f.path, err)
}

// fail gives the file up, for a while or for good.
func (f *file) fail(err error, e *speaker.Event) {
	if f.file != nil {
		f.file.Close()
		f.file = nil
	}
	if f.failure == nil {
		f.failure = err
	}
	f.miss(e)
	f.retry = e.Time.Add(retryAfter)
	what := "the session goes on without it"
	if f.rotates() {
		what += "; a new file is tried in a minute"
	}
	f.opt.tell(fmt.Errorf("%w; %s", err, what))
}

// miss counts a message that is not written.
func (f *file) miss(e *speaker.Event) {
	if e.Kind == speaker.Message {
		f.missed++
	}
}

// again tries a new file, with rotation and after a while, and reports whether there is one.
func (f *file) again(e *speaker.Event, live conversations) bool {
	if !f.rotates() || e.Time.Before(f.retry) {
		f.miss(e)
		return false
	}
	if err := f.next(e.Time, live); err != nil {
		if f.file != nil {
			f.file.Close()
			f.file = nil
		}
		f.miss(e)
		f.retry = e.Time.Add(retryAfter)
		return false
	}
	f.opt.tell(fmt.Errorf("%q is written; it lacks %s", f.path, count(f.missed, "message")))
	return true
}

// close closes the file.
func (f *file) close() error {
	var err error
	if f.file != nil {
		err = f.file.Close()
		f.file = nil
	}
	switch {
	case f.failure != nil:
		return fmt.Errorf("%w: %s lacks %s: %w", ErrIncomplete, f.name, count(f.missed, "message"), f.failure)
	case err != nil:
		return fmt.Errorf("%w: %w", ErrIncomplete, f.failed(err))
	}
	return nil
}

func (f *file) summary() string {
	s := fmt.Sprintf("%s: %s, %s", f.name, count(f.records, "record"), count(f.octets.Load(), "octet"))
	if f.number > 1 {
		s += fmt.Sprintf(" in %d files, the last is %s", f.number, f.path)
	}
	if f.missed > 0 {
		s += "; " + count(f.missed, "message") + " missing"
	}
	if f.noEnds > 0 {
		s += "; " + count(f.noEnds, "record") + " left out: the format has no place for their addresses"
	}
	return s
}
