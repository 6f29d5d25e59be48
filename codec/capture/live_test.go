package capture

import (
	"bytes"
	"fmt"
	"io"
	"testing"
)

// stepReader hands out its chunks one at a time and complains when the next one is asked for before the records
// that the earlier ones complete have been seen.
type stepReader struct {
	chunks [][]byte
	due    []int // records that must have been seen before the chunk may be asked for
	seen   *int
	late   error
}

func (r *stepReader) Read(p []byte) (int, error) {
	if len(r.chunks) == 0 {
		return 0, io.EOF
	}
	if *r.seen < r.due[0] && r.late == nil {
		r.late = fmt.Errorf("only %d of %d records, and more input is wanted", *r.seen, r.due[0])
	}
	n := copy(p, r.chunks[0])
	if r.chunks[0] = r.chunks[0][n:]; len(r.chunks[0]) == 0 {
		r.chunks, r.due = r.chunks[1:], r.due[1:]
	}
	return n, nil
}

// TestLive checks that a record comes as soon as its last octet is there: a capture can be read through a pipe.
func TestLive(t *testing.T) {
	w := newWire(t)
	for i := range 5 {
		w.send('a', update(i))
	}
	file := w.pcap(0)
	pcap := [][]byte{file[:24]}
	for at, i := 24, 0; i < len(w.packets); i++ {
		n := 16 + len(w.packets[i])
		pcap = append(pcap, file[at:at+n])
		at += n
	}
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	kinds := map[string][][]byte{"pcap": pcap, "mrt": nil, "bmp": nil, "stream": nil}
	for i := range 5 {
		kinds["mrt"] = append(kinds["mrt"], mrtRecord(16, 4, append(mrtSession(4, 1, 2, "192.0.2.1", "192.0.2.2"), update(i)...)))
		kinds["bmp"] = append(kinds["bmp"], bmpMessage(0, peer, update(i)))
		kinds["stream"] = append(kinds["stream"], update(i))
	}
	for name, chunks := range kinds {
		seen := 0
		r := &stepReader{chunks: chunks, seen: &seen}
		for i := range chunks {
			due := i
			if name == "pcap" {
				due = max(0, i-1)
			}
			r.due = append(r.due, due)
		}
		src, err := Open(r, Options{})
		if err != nil || src.Kind.String() != name {
			t.Fatalf("%s: %v %v", name, src.Kind, err)
		}
		for rec, err := range src.Records() {
			if err != nil || rec.Kind != RecordMessage || !bytes.Equal(rec.Octets, update(seen)) {
				t.Errorf("%s: record %d: %v", name, seen, err)
			}
			seen++
		}
		if seen != 5 || r.late != nil {
			t.Errorf("%s: %d records, %v", name, seen, r.late)
		}
	}
}
