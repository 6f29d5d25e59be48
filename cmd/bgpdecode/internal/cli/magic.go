package cli

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// notText names a kind of file that holds BGP but is no text, "" for anything else. BGP messages one after the other are
// read as a text is, octet by octet.
func notText(text string) string {
	head := []byte(text[:min(len(text), codec.MaxLen)])
	if c := capture.SniffCompression(head); c != capture.Plain {
		return c.String() + " file"
	}
	switch k := capture.Sniff(head); k {
	case capture.KindPcap, capture.KindPcapng:
		return k.String() + " capture"
	case capture.KindMRT:
		return "MRT file"
	case capture.KindBMP:
		return "BMP stream"
	case capture.KindTshark:
		return "JSON of tshark"
	case capture.KindTar, capture.KindZip:
		return k.String() + " archive"
	}
	return ""
}
