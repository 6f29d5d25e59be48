package report

import (
	"net/netip"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// What every event has is written with keys that stand in the code together with their quotes and colons: that is
// where the time of a big log goes. Each member ends with a comma; endObject puts the brace in the place of the last.

// appendText appends a text behind its opening quote, the quote that closes it, and a comma.
func appendText(dst []byte, s string) []byte {
	if tree.IsPlain(s) {
		dst = append(dst, s...)
		return append(dst, `",`...)
	}
	return append(tree.AppendString(dst[:len(dst)-1], s), ',')
}

// endObject ends the object that begins at start, or takes it back when it has no members.
func endObject(dst []byte, start int) []byte {
	if n := len(dst) - 1; dst[n] == ',' {
		dst[n] = '}'
		return dst
	}
	return dst[:start]
}

// appendSource writes when and where the event stood, and which device said it.
func appendSource(dst []byte, r *Report) []byte {
	ev := &r.Event
	dst = append(dst, ',')
	if !ev.Time.IsZero() {
		dst = append(appendTime(append(dst, `"time":"`...), ev.Time), `",`...)
	}
	if ev.TimeText != "" {
		dst = appendText(append(dst, `"time_text":"`...), ev.TimeText)
	}
	start := len(dst)
	dst = appendPlace(append(dst, `"source":{`...), r)
	if dst = endObject(dst, start); len(dst) > start {
		dst = append(dst, ',')
	}
	if ev.Host != "" {
		dst = appendText(append(dst, `"host":"`...), ev.Host)
	}
	return dst[:len(dst)-1]
}

// appendPlace writes the members of "source".
func appendPlace(dst []byte, r *Report) []byte {
	ev := &r.Event
	line, off := ev.Line, ev.Offset
	if line == 0 && len(ev.Pieces) > 0 {
		line, off = ev.Pieces[0].Line, ev.Pieces[0].Offset
	}
	if r.SourceName != "" {
		dst = appendText(append(dst, `"name":"`...), r.SourceName)
	}
	if line > 0 {
		dst = appendCount(append(dst, `"line":`...), uint64(line))
	}
	if line > 0 || ev.Style != "" { // records of captures have no lines
		dst = append(strconv.AppendInt(append(dst, `"offset":`...), int64(off), 10), ',')
	}
	if ev.Style != "" {
		dst = appendText(append(dst, `"style":"`...), ev.Style)
	}
	notation := ev.Event.Notation
	if notation == "" {
		notation = ev.Notation
	}
	if notation != "" {
		dst = appendText(append(dst, `"notation":"`...), notation)
	}
	if ev.Vendor != "" {
		dst = appendText(append(dst, `"vendor":"`...), ev.Vendor)
	}
	if ev.LineEnd > line {
		dst = appendCount(append(dst, `"line_end":`...), uint64(ev.LineEnd))
	}
	return dst
}

func appendCount(dst []byte, n uint64) []byte { return append(strconv.AppendUint(dst, n, 10), ',') }

// appendSession writes between whom the message went.
func appendSession(dst []byte, r *Report) []byte {
	ev := &r.Event
	start := len(dst)
	dst = append(dst, `,"session":{`...)
	if r.Src.IsValid() {
		dst = appendEnd(append(dst, `"src":"`...), r.Src)
	}
	if r.Dst.IsValid() {
		dst = appendEnd(append(dst, `"dst":"`...), r.Dst)
	}
	if ev.Local != "" {
		dst = appendText(append(dst, `"local":"`...), ev.Local)
	}
	if ev.Peer != "" {
		dst = appendText(append(dst, `"peer":"`...), ev.Peer)
	}
	if ev.Session != "" {
		dst = appendText(append(dst, `"name":"`...), ev.Session)
	}
	if ev.PeerPort > 0 {
		dst = appendCount(append(dst, `"peer_port":`...), uint64(ev.PeerPort))
	}
	if r.LocalAS != 0 {
		dst = appendCount(append(dst, `"local_as":`...), uint64(r.LocalAS))
	}
	if r.PeerAS != 0 {
		dst = appendCount(append(dst, `"peer_as":`...), uint64(r.PeerAS))
	}
	if ev.VRF != "" {
		dst = appendText(append(dst, `"vrf":"`...), ev.VRF)
	}
	if d := r.Direction.String(); d != "" {
		dst = appendText(append(dst, `"direction":"`...), d)
	}
	if ev.Attempted {
		dst = append(dst, `"attempted":true,`...)
	}
	if k := r.PeerKind.String(); k != "" {
		dst = appendText(append(dst, `"peer_kind":"`...), k)
	}
	if ev.Connection != "" {
		dst = appendText(append(dst, `"connection":"`...), ev.Connection)
	}
	if ev.From != "" {
		dst = appendText(append(dst, `"from":"`...), ev.From)
	}
	if ev.To != "" {
		dst = appendText(append(dst, `"to":"`...), ev.To)
	}
	return endObject(dst, start)
}

// appendEnd appends an end of a connection behind its opening quote. An IPv6 zone may come from an input: it is escaped.
func appendEnd(dst []byte, a netip.AddrPort) []byte {
	at := len(dst) - 1
	return append(tree.Quote(a.AppendTo(dst[:at]), at), ',')
}

// appendTime appends a time of RFC 3339, with as many decimals as it has: what time.RFC3339Nano gives, in half the time.
func appendTime(dst []byte, t time.Time) []byte {
	year, month, day := t.Date()
	_, zone := t.Zone()
	if year < 0 || year > 9999 || zone != 0 {
		return t.AppendFormat(dst, time.RFC3339Nano)
	}
	hour, minute, second := t.Clock()
	dst = append(dst, "0000-00-00T00:00:00"...)
	at := dst[len(dst)-19:]
	putTwo(at[0:], year/100)
	putTwo(at[2:], year%100)
	putTwo(at[5:], int(month))
	putTwo(at[8:], day)
	putTwo(at[11:], hour)
	putTwo(at[14:], minute)
	putTwo(at[17:], second)
	if ns := t.Nanosecond(); ns > 0 {
		dst = append(dst, ".000000000"...)
		at := dst[len(dst)-9:]
		for i := 8; i >= 0; i-- {
			at[i] += byte(ns % 10)
			ns /= 10
		}
		for dst[len(dst)-1] == '0' {
			dst = dst[:len(dst)-1]
		}
	}
	return append(dst, 'Z')
}

// putTwo adds the two digits of n to the zeros at the start of b.
func putTwo(b []byte, n int) {
	b[0] += byte(n / 10)
	b[1] += byte(n % 10)
}
