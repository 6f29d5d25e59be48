package capture

const (
	pcapMicro        = 0xa1b2c3d4
	pcapNano         = 0xa1b23c4d
	pcapMicroSwapped = 0xd4c3b2a1
	pcapNanoSwapped  = 0x4d3cb2a1
	ngSection        = 0x0a0d0d0a
	ngMagic          = 0x1a2b3c4d
	ngMagicSwapped   = 0x4d3c2b1a
	bmpVersion       = 3
)

type hdr struct{}

func (hdr) known() bool                { return false }
func (hdr) plausible(int) bool         { return false }
func parseBMP([]byte) (h hdr, ok bool) { return }
func parseMRT([]byte) (h hdr, ok bool) { return }
func readPcap(e *emitter)              {}
func readPcapng(e *emitter)            {}
func readMRT(e *emitter)               {}
func readBMP(e *emitter)               {}
func readStream(e *emitter)            {}
func countOf(h, w int) string          { return "" }
