package capture

import (
	"archive/tar"
	"errors"
	"io"
	"iter"
	"path"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

// Member is a file in an archive. It can be read until the next one is asked for.
type Member struct {
	Name    string // as the archive says, shortened, control characters escaped; untrusted all the same
	Size    int64  // when unpacked; -1 when the archive does not say
	Changed time.Time

	r   io.Reader
	err error // that ended the reading, unless it was the end
}

// Read reads what is in the file, unpacked.
func (m *Member) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && err != io.EOF {
		m.err = err
	}
	return n, err
}

// maxMemberName is how many octets of a name are kept, before they are escaped.
const maxMemberName = 512

// memberName makes a name of an archive one that can be shown.
func memberName(name string) string {
	if len(name) > maxMemberName {
		name = "..." + name[len(name)-maxMemberName:]
	}
	name = safetext.String(strings.ToValidUTF8(name, "?"), safetext.Options{})
	if name = strings.TrimPrefix(path.Clean("/"+name), "/"); name == "" {
		return "(no name)"
	}
	return name
}

// MemberError is why a file of an archive, or what follows it, cannot be read.
type MemberError struct {
	Name string // of the file, "" for the archive
	Err  error
}

// Error names the file, or says that the archive ends there.
func (e *MemberError) Error() string {
	if e.Name == "" {
		return "the archive cannot be read further: " + e.Err.Error()
	}
	return "the member " + e.Name + " cannot be read: " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *MemberError) Unwrap() error { return e.Err }

// Archive reports whether a source is one of these, which has Members and no Records.
func (k Kind) Archive() bool { return k == KindTar || k == KindZip }

// Members yields the files of an archive in their order, each to be read before the next; directories, links and empty
// files are left out. An archive is read once from its start to its end, so that it may come through a pipe; of it nothing
// is held in memory. All together are no longer than Options.MaxUnpacked, or what Options.Budget has: what is beyond ends the reading
// with ErrUnpacked.
// With a non-nil error, a *MemberError, there is no member; the reading goes on with the next where there can be one.
func (s *Source) Members() iter.Seq2[*Member, error] {
	return func(yield func(*Member, error) bool) {
		if s.used {
			return
		}
		s.used = true
		all := &limited{budget: s.opt.Budget}
		switch s.Kind {
		case KindTar:
			readTar(s.in, all, s.Compression != Plain || s.opt.shared, yield)
		case KindZip:
			z := &zipReader{in: s.in, all: all, yield: yield}
			for z.next() {
			}
		}
	}
}

// readTar reads a tar archive of any of its formats. counted says that the octets of the archive count as unpacked already; those
// that a sparse file has not count beside.
func readTar(in *input, all *limited, counted bool, yield func(*Member, error) bool) {
	t := tar.NewReader(in)
	all.r = t
	for {
		h, err := t.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(nil, &MemberError{Err: err})
			return
		}
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse || h.Size == 0 {
			continue
		}
		if all.budget.Spent() {
			yield(nil, &MemberError{Err: ErrUnpacked})
			return
		}
		m := &Member{Name: memberName(h.Name), Size: h.Size, Changed: h.ModTime, r: all}
		if counted && !sparse(h) {
			m.r = t
		}
		if !yield(m, nil) {
			return
		}
		if errors.Is(m.err, ErrUnpacked) {
			return
		}
	}
}

// sparse reports whether a file may have more octets than the archive holds of it.
func sparse(h *tar.Header) bool {
	return h.Typeflag == tar.TypeGNUSparse || h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != ""
}

// tarBlock is the unit of a tar archive, and the length of its header.
const tarBlock = 512

// isTar reports whether a tar archive begins with b: the sum in its first header is right.
func isTar(b []byte) bool {
	if len(b) < tarBlock || b[0] <= ' ' {
		return false
	}
	sum, want, digits := 0, 0, 0
	for i, c := range b[:tarBlock] {
		if i >= 148 && i < 156 {
			if c >= '0' && c <= '7' {
				want, digits = want<<3|int(c-'0'), digits+1
			} else if c != ' ' && c != 0 {
				return false
			}
			c = ' '
		}
		sum += int(c)
	}
	return digits > 0 && sum == want
}

// tarNeeds reports whether more of b decides whether it is one: it begins with a name, and is no text.
func tarNeeds(b []byte) bool {
	if len(b) >= tarBlock || b[0] <= ' ' || b[0] == 0xff {
		return false
	}
	for _, c := range b {
		if c == 0 {
			return true
		}
		if c < ' ' {
			return false
		}
	}
	return false
}
