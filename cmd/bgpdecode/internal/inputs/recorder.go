package inputs

import "io"

// Recorder keeps what is read while the format of an input is found out, so that a text can be read from its start
// without what stands between.
type Recorder struct {
	From io.Reader
	kept []byte
	off  bool
}

// Read reads on, and keeps what it reads while the recording lasts.
func (r *Recorder) Read(p []byte) (int, error) {
	n, err := r.From.Read(p)
	if !r.off {
		r.kept = append(r.kept, p[:n]...)
	}
	return n, err
}

// Forget ends the recording.
func (r *Recorder) Forget() { r.off, r.kept = true, nil }

// Kept returns what was read; it is valid until the recording ends.
func (r *Recorder) Kept() []byte { return r.kept }

// Again reads from the start.
func (r *Recorder) Again() io.Reader {
	r.off = true
	if len(r.kept) == 0 {
		return r.From
	}
	return &replay{r.kept, r.From}
}

// replay reads head, then r.
type replay struct {
	head []byte
	r    io.Reader
}

func (r *replay) Read(p []byte) (int, error) {
	if len(r.head) == 0 {
		return r.r.Read(p)
	}
	n := copy(p, r.head)
	if r.head = r.head[n:]; len(r.head) == 0 {
		r.head = nil
	}
	return n, nil
}
