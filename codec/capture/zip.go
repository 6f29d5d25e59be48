package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"time"

	"github.com/klauspost/compress/flate"
)

// zipReader reads a zip archive (APPNOTE of PKWARE) from its start to its end, by the headers in front of the files. The
// directory at its end, which repeats them, is not needed; so an archive may come through a pipe, and its directory takes no
// memory.
type zipReader struct {
	in    *input
	all   *limited
	yield func(*Member, error) bool
}

const (
	zipFileMagic      = 0x04034b50 // in front of a file
	zipDirectoryMagic = 0x02014b50
	zipEndMagic       = 0x06054b50
	zipSumMagic       = 0x08074b50 // of a data descriptor
	zipFileLen        = 30
	zipDescriptorLen  = 24 // at most

	zipStored  = 0
	zipDeflate = 8

	zipEncrypted = 1 << 0
	zipSumBehind = 1 << 3 // sizes and sum are in a descriptor behind the file
)

// zipFile is a header.
type zipFile struct {
	name    string
	dir     bool
	flags   uint16
	method  uint16
	changed time.Time
	sum     uint32
	packed  int64
	size    int64
}

var (
	errZipEncrypted = errors.New("it is encrypted")
	errZipSum       = errors.New("its checksum is wrong")
	errZipEnd       = errors.New("its end cannot be told: it is stored without its size")
	errZipHeader    = errors.New("no header of a file where one should be")
	errZipNext      = errors.New("only the directory at its end says where the next file begins, unpack it first")
)

func (z *zipReader) fail(name string, err error) bool {
	return z.yield(nil, &MemberError{Name: name, Err: err})
}

// next reads one file. It reports whether there can be another.
func (z *zipReader) next() bool {
	b := z.in.peek(zipFileLen)
	switch {
	case len(b) >= 4 && (binary.LittleEndian.Uint32(b) == zipDirectoryMagic || binary.LittleEndian.Uint32(b) == zipEndMagic):
		return false
	case len(b) < zipFileLen:
		return z.cut()
	case z.all.budget.Spent():
		z.fail("", ErrUnpacked)
		return false
	case binary.LittleEndian.Uint32(b) != zipFileMagic:
		z.fail("", errZipHeader)
		return false
	}
	f, ok := z.header(b)
	if !ok {
		return z.cut()
	}
	known := f.flags&zipSumBehind == 0 || f.packed > 0 || f.dir && f.method == zipStored
	var err error
	switch {
	case f.flags&zipEncrypted != 0:
		err = errZipEncrypted
	case f.method == zipStored && !known:
		err = errZipEnd
	case f.method != zipStored && f.method != zipDeflate:
		err = fmt.Errorf("method %d of compression is not read", f.method)
	}
	if err != nil {
		switch {
		case !z.fail(f.name, err):
			return false
		case !known:
			return z.lost()
		}
		return z.pass(f.packed) && z.behind(&f, nil)
	}
	if known && f.packed == 0 {
		return z.behind(&f, nil)
	}
	return z.file(&f, known)
}

// header reads the header of a file, which begins with b, and steps behind it.
func (z *zipReader) header(b []byte) (f zipFile, ok bool) {
	le := binary.LittleEndian
	f = zipFile{flags: le.Uint16(b[6:]), method: le.Uint16(b[8:]), sum: le.Uint32(b[14:]),
		packed: int64(le.Uint32(b[18:])), size: int64(le.Uint32(b[22:]))}
	f.changed = dosTime(le.Uint16(b[12:]), le.Uint16(b[10:]))
	n, x := int(le.Uint16(b[26:])), int(le.Uint16(b[28:]))
	b = z.in.peek(zipFileLen + n + x)
	if len(b) < zipFileLen+n+x {
		return f, false
	}
	f.name, f.dir = memberName(string(b[zipFileLen:zipFileLen+n])), n > 0 && b[zipFileLen+n-1] == '/'
	for o := b[zipFileLen+n:]; len(o) >= 4; {
		l := int(le.Uint16(o[2:]))
		if l > len(o)-4 {
			break
		}
		if le.Uint16(o) == 1 { // ZIP64
			v := o[4 : 4+l]
			for _, p := range []*int64{&f.size, &f.packed} {
				if *p == 0xffffffff && len(v) >= 8 {
					*p, v = int64(le.Uint64(v)&(1<<62-1)), v[8:]
				}
			}
		}
		o = o[4+l:]
	}
	z.in.skip(int64(zipFileLen + n + x))
	return f, true
}

// dosTime is a date and time of MS-DOS, in a zone that nobody knows.
func dosTime(date, clock uint16) time.Time {
	if date == 0 {
		return time.Time{}
	}
	return time.Date(1980+int(date>>9), time.Month(date>>5&15), int(date&31), int(clock>>11), int(clock>>5&63), int(clock&31)*2, 0, time.UTC)
}

// file hands out a file and steps behind it.
func (z *zipReader) file(f *zipFile, known bool) bool {
	packed := &octets{in: z.in, left: 1<<63 - 1}
	if known {
		packed.left = f.packed
	}
	var r io.Reader = packed
	if f.method == zipDeflate {
		d := flate.NewReader(packed)
		defer d.Close()
		r = d
	}
	sum := &summed{r: r, sum: crc32.NewIEEE()}
	z.all.r = sum
	m := &Member{Name: f.name, Size: f.size, Changed: f.changed, r: z.all}
	if f.flags&zipSumBehind != 0 {
		m.Size = -1
	}
	var first [1]byte
	n, err := m.Read(first[:])
	if n > 0 {
		m.r = io.MultiReader(bytes.NewReader(first[:n]), z.all)
	}
	if (n > 0 || err != io.EOF) && !z.yield(m, nil) {
		return false
	}
	told := m.err != nil
	if m.err == nil {
		_, m.err = io.Copy(io.Discard, z.all)
	}
	switch {
	case errors.Is(m.err, ErrUnpacked):
		if !told {
			z.fail("", ErrUnpacked)
		}
		return false
	case m.err == nil && f.method == zipStored && packed.left > 0: // cut: its reader saw an end like any other
		m.err = io.ErrUnexpectedEOF
	}
	if m.err != nil {
		if !told && !z.fail(f.name, m.err) {
			return false
		}
		sum = nil
	}
	switch {
	case known && !z.pass(packed.left):
		return false
	case !known && m.err != nil:
		return z.lost()
	}
	return z.behind(f, sum)
}

// pass steps over so many octets of the archive. It reports whether they are all there.
func (z *zipReader) pass(n int64) bool {
	if z.in.skip(n) < n {
		return z.cut()
	}
	return true
}

// cut ends the reading where the archive does.
func (z *zipReader) cut() bool {
	err := z.in.failed()
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	z.fail("", err)
	return false
}

// lost ends the reading behind a file whose end cannot be told.
func (z *zipReader) lost() bool {
	if len(z.in.ahead()) == 0 {
		return z.cut()
	}
	z.fail("", errZipNext)
	return false
}

// behind reads what stands behind a file, and compares the sum unless s is nil.
func (z *zipReader) behind(f *zipFile, s *summed) bool {
	if f.flags&zipSumBehind != 0 {
		b := z.in.peek(zipDescriptorLen + 4)
		n := 12
		if len(b) >= 4 && binary.LittleEndian.Uint32(b) == zipSumMagic {
			n += 4
		}
		if len(b) < n {
			return z.cut()
		}
		f.sum = binary.LittleEndian.Uint32(b[n-12:])
		if len(b) >= n+8+4 && !zipMagic(b[n:]) && zipMagic(b[n+8:]) { // sizes of ZIP64
			n += 8
		}
		z.in.skip(int64(n))
	}
	if s != nil && s.sum.Sum32() != f.sum {
		return z.fail(f.name, errZipSum)
	}
	return true
}

// zipMagic reports whether what may follow a file begins with b.
func zipMagic(b []byte) bool {
	m := binary.LittleEndian.Uint32(b)
	return m == zipFileMagic || m == zipDirectoryMagic
}

// octets reads so many of an input, and single ones: a decompressor that reads them takes none too many.
type octets struct {
	in   *input
	left int64
}

func (o *octets) Read(p []byte) (int, error) {
	if o.left <= 0 {
		return 0, io.EOF
	}
	n, err := o.in.Read(p[:min(int64(len(p)), o.left)])
	o.left -= int64(n)
	return n, err
}

func (o *octets) ReadByte() (byte, error) {
	if o.left <= 0 {
		return 0, io.EOF
	}
	b := o.in.buffered()
	if len(b) == 0 {
		return 0, o.in.err
	}
	c := b[0]
	o.in.lo++
	o.in.off++
	o.left--
	return c, nil
}

// summed adds up what is read.
type summed struct {
	r   io.Reader
	sum hash.Hash32
}

func (s *summed) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.sum.Write(p[:n])
	return n, err
}
