package capture

import (
	"io"
	"iter"
)

// Source is an input whose format is known.
type Source struct {
	Kind        Kind
	Compression Compression

	in    *input
	close io.Closer
	opt   Options
	stats Stats
	used  bool
	link  uint32 // of the last packet with a link layer that is not read
}

// Open looks at the first octets of r and says what it is: how it is compressed and which format is inside.
// An input that is none of the formats gives KindUnknown, not an error; Rest then reads it from its start. A file in a
// format that is known and not read gives an *OtherFormat. What was compressed several times over is unpacked, up to
// three times; Compression is the outermost. An archive has Members in place of Records.
// On a pipe, Open reads no more than it needs to tell.
func Open(r io.Reader, opt Options) (*Source, error) {
	opt = opt.withDefaults()
	in, closer, c, err := unpack(&input{r: r}, opt.MaxWindow)
	if err != nil {
		return nil, err
	}
	if c != Plain {
		in.r = &limited{r: in.r, budget: opt.Budget}
		if in, closer, err = unpackMore(in, closer, opt); err != nil {
			return nil, err
		}
	}
	s := &Source{Kind: opt.Kind, Compression: c, in: in, close: closer, opt: opt}
	if s.Kind == KindUnknown {
		if err := s.other(); err != nil {
			closer.Close()
			return nil, err
		}
		s.Kind = s.sniff()
	}
	if err := s.in.failed(); err != nil && len(s.in.ahead()) == 0 {
		closer.Close()
		return nil, err // nothing can be had
	}
	return s, nil
}

// mostPacked is how many times over an input may be compressed.
const mostPacked = 3

// unpackMore unpacks what was compressed once more before it was compressed.
func unpackMore(in *input, closer io.Closer, opt Options) (*input, io.Closer, error) {
	for n := 2; ; n++ {
		inner, innerCloser, c, err := unpack(in, opt.MaxWindow)
		if err != nil {
			closer.Close()
			return nil, nil, err
		}
		if c == Plain {
			return inner, closer, nil
		}
		outer := closer
		closer = closeFunc(func() {
			innerCloser.Close()
			outer.Close()
		})
		if n > mostPacked {
			closer.Close()
			return nil, nil, &OtherFormat{"a file that is compressed more than three times over", helpUnpack("zcat")}
		}
		inner.r = &limited{r: inner.r, budget: opt.Budget}
		in = inner
	}
}

// sniff decides by what one read gives, and reads on only where that is the start of something.
func (s *Source) sniff() Kind {
	head := s.in.buffered()
	for {
		k, need := sniff(head)
		if need <= len(head) {
			return k
		}
		more := s.in.peek(need)
		if len(more) <= len(head) {
			return k
		}
		head = more
	}
}

// Close frees the decompressor. It does not close the reader given to Open.
func (s *Source) Close() error { return s.close.Close() }

// Budget is that of the input, to be shared by what is opened of it (Members).
func (s *Source) Budget() *Budget { return s.opt.Budget }

// Stats returns the counters as they stand; during the reading they are those up to the last record.
func (s *Source) Stats() Stats {
	st := s.stats
	st.Octets = s.in.off
	return st
}

// OtherLink gives the number of a link layer that is not read (draft-ietf-opsawg-pcaplinktype), where Stats counts packets with one.
func (s *Source) OtherLink() uint32 { return s.link }

// Rest reads the decompressed input from where Records stands, which is its start before that.
func (s *Source) Rest() io.Reader { return s.in }

// Records yields what is in the input, in its order. A Record and its octets are valid until the next one. With a
// non-nil error, a *Damage, the record is a RecordDamage and holds only the place; the reading goes on behind it
// unless Damage.Ends. Records can be called once; a KindUnknown source has none.
func (s *Source) Records() iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		if s.used {
			return
		}
		s.used = true
		e := &emitter{s: s, yield: yield}
		switch s.Kind {
		case KindPcap:
			readPcap(e)
		case KindPcapng:
			readPcapng(e)
		case KindMRT:
			readMRT(e)
		case KindBMP:
			readBMP(e)
		case KindStream:
			readStream(e)
		case KindTshark:
			readTshark(e)
		}
	}
}
