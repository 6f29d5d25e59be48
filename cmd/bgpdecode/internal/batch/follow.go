package batch

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// scanEach is how often directories and patterns are looked at for new files; a tree that takes long, less often.
const scanEach = time.Second

// settled is how long nothing has been written to a packed file that is taken to be complete.
const settled = time.Second

// clockTick is more than the clock of a file system may be behind.
const clockTick = 100 * time.Millisecond

// watcher follows files: each is read to its end, one after the other, and then all of them for what is written to
// them. A file that takes the place of another one under its name is read from its start. One that has been read under
// another name, or is a copy of one that has, is not read again: that is how logs are rotated.
type watcher struct {
	r      *reader
	finder *inputs.Finder
	told   map[string]bool // errors that were told
	since  time.Time       // files that were there before are no copies
	tails  sync.WaitGroup

	mu     sync.Mutex
	names  map[string]bool // that are followed
	bases  map[string]bool // the last parts of all names that were
	passed map[string]any  // files that are not to be read, by name
	ids    map[any]string  // files that have been read, and their first octets
	heads  map[string]bool // the first octets of what has been read
	open   int             // files that are followed
	full   bool            // it was told that there are too many
}

// follow reads the inputs, and what is added to them, until the run is interrupted; standard input to its end.
func (r *reader) follow(args []string) {
	w := &watcher{r: r, finder: r.finder(args), told: map[string]bool{}, names: map[string]bool{}, bases: map[string]bool{},
		passed: map[string]any{}, ids: map[any]string{}, heads: map[string]bool{}}
	files := false
	for _, arg := range args {
		files = files || arg != "-"
	}
	w.since = time.Now().Add(-clockTick)
	took := w.scan(true)
	for files && !r.stopped() {
		t := time.NewTimer(max(scanEach, 20*took))
		select {
		case <-r.p.soft.Done():
		case <-r.p.ctx.Done():
		case <-t.C:
			took = w.scan(false)
		}
		t.Stop()
	}
	w.tails.Wait()
}

// stopped reports whether the reading is to end.
func (r *reader) stopped() bool { return r.p.soft.Err() != nil || r.p.ctx.Err() != nil }

// scan looks for inputs that are not followed yet.
func (w *watcher) scan(first bool) time.Duration {
	began := time.Now()
	f := *w.finder
	if first {
		defer func() {
			w.mu.Lock() // files that have ended already add what they counted
			defer w.mu.Unlock()
			w.r.stats.pass(f.Passed)
		}()
	}
	for file, err := range f.Files() {
		in := newInput(file)
		switch {
		case w.r.stopped():
			return 0
		case err != nil:
			w.missing(err)
		case in.Regular && in.Path != "":
			w.file(in, first)
		case first || in.Path != "":
			w.pipe(in)
		}
	}
	return time.Since(began)
}

// missing tells once what cannot be read. What is not there may come.
func (w *watcher) missing(err error) {
	if w.told[err.Error()] {
		return
	}
	w.told[err.Error()] = true
	if errors.Is(err, fs.ErrNotExist) {
		w.r.note(&input{}, err.Error()+"; waiting for it")
		return
	}
	w.r.one(nil, err)
}

// note tells something about an input in the order of the output.
func (r *reader) note(in *input, text string) error { return r.send(&job{input: in, note: text}) }

// pipe reads what is no file once.
func (w *watcher) pipe(in *input) {
	if w.claim(in.Name) {
		in.shares = true
		w.tails.Add(1)
		go w.apart(func(r *reader) { r.one(in, nil) })
	}
}

// claim notes that a name is being read. It reports false when it is already.
func (w *watcher) claim(name string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.names[name] {
		return false
	}
	w.names[name], w.bases[filepath.Base(name)] = true, true
	return true
}

// apart reads beside others.
func (w *watcher) apart(read func(*reader)) {
	defer w.tails.Done()
	w.r.apart(&w.mu, w.r.order, read)
}

// file begins to follow a file. At first it waits until what is there has been read.
func (w *watcher) file(in *input, first bool) {
	w.mu.Lock()
	known := w.names[in.Path]
	w.mu.Unlock()
	if known || !first && in.Size == 0 || !w.fresh(in.Path, first) || !w.claim(in.Path) {
		return
	}
	in.shares = true
	if !w.room() {
		if !w.full {
			w.full = true
			w.r.note(in, fmt.Sprintf("more than %d files: those that come later are read, but not followed", w.r.p.opt.MaxFiles))
		}
		w.r.stats.Unfollowed++
		w.r.one(in, nil)
		return
	}
	caught := make(chan struct{})
	var once sync.Once
	w.tails.Add(1)
	go w.apart(func(r *reader) {
		w.name(r, in, func() { once.Do(func() { close(caught) }) })
	})
	if first {
		<-caught
	}
}

// room takes one of the places for files that are followed. It reports false when there is none.
func (w *watcher) room() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.open >= w.r.p.opt.MaxFiles {
		return false
	}
	w.open++
	return true
}

// name follows what a name stands for.
func (w *watcher) name(r *reader, in *input, caught func()) {
	defer caught()
	for again := true; again; {
		again = w.generation(r, &input{File: inputs.File{Name: in.Name, Path: in.Path, Found: in.Found}, shares: true}, caught)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.names, in.Path)
	w.open--
}

// generation follows one file. It reports whether there is another one of its name to be read.
func (w *watcher) generation(r *reader, in *input, caught func()) bool {
	f, err := os.Open(in.Path)
	if err != nil {
		if !r.stopped() && !errors.Is(err, fs.ErrNotExist) {
			r.one(nil, fmt.Errorf("cannot read %q: %w", in.Name, inputs.Reason(err)))
		}
		return false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		f.Close()
		return false
	}
	in.Know(info)
	id, old := inputs.ID(info, in.Path), ""
	t := inputs.NewTail(&in.File, f, r.p.soft.Done(), func(head []byte) {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.heads, old)
		old = string(head)
		w.heads[old], w.ids[id] = true, old
	}, caught)
	err = r.opened(in, t, f)
	if err != nil && !r.stopped() {
		r.one(in, fmt.Errorf("cannot read %q to its end: %w", in.Name, inputs.Reason(err)))
	}
	switch {
	case r.stopped():
		return false
	case t.Rewritten():
		r.note(in, fmt.Sprintf("%q was cut or written anew; it is read from its start", in.Name))
		return true
	}
	return t.Replaced() && w.fresh(in.Path, false)
}

// fresh reports whether a file is to be read: it has not been yet, under any name. At first only what has come since then can be a
// copy: logs may be rotated meanwhile. What is being packed waits for a later look, as does a copy in which nothing is yet.
func (w *watcher) fresh(path string, first bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return first // it is told when it is to be read
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return first
	}
	var buf [inputs.HeadOctets]byte
	n, _ := f.ReadAt(buf[:], 0)
	id, head := inputs.ID(info, path), string(buf[:n])

	w.mu.Lock()
	defer w.mu.Unlock()
	if w.passed[path] == id {
		return false
	}
	old, known := w.ids[id]
	known = known && strings.HasPrefix(head, old)
	if before := first && info.ModTime().Before(w.since); !known && !before {
		sibling := w.sibling(path)
		if packed := capture.SniffCompression(buf[:n]) != capture.Plain; packed && (sibling || !first) || sibling && n == 0 {
			if age := time.Since(info.ModTime()); age >= 0 && age < settled {
				return false
			}
		}
		known = sibling && w.copied(f)
	}
	if known {
		w.passed[path] = id
	}
	return !known
}

// leastHead is how many octets prove that a file is a copy of a longer one.
const leastHead = 40

// copied reports whether a file, unpacked, begins as one that has been read.
func (w *watcher) copied(f io.Reader) bool {
	text, _, err := capture.Decompress(f, w.r.p.opt.MaxWindow)
	if err != nil {
		return false
	}
	defer text.Close()
	var buf [inputs.HeadOctets]byte
	n, _ := io.ReadFull(text, buf[:])
	head := string(buf[:n])
	if head == "" || w.heads[head] {
		return head != ""
	}
	for h := range w.heads {
		if len(h) >= leastHead && strings.HasPrefix(head, h) {
			return true
		}
	}
	return false
}

// sibling reports whether a name is one that rotation gives to a file of a name that is or was followed.
func (w *watcher) sibling(path string) bool {
	name := filepath.Base(path)
	for b := range w.bases {
		if inputs.Rotated(name, b) {
			return true
		}
	}
	return false
}
