package ui

import (
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

// Keys the editor obeys when they are typed.
const (
	keyCtrlC     = 0x03
	keyCtrlD     = 0x04
	keyBackspace = 0x08
	keyCtrlU     = 0x15
	keyCtrlW     = 0x17
	keyCtrlBksl  = 0x1c
	keyEscape    = 0x1b
	keyDelete    = 0x7f
)

const (
	pasteBegin = "200~"      // what follows ESC [ when a bracketed paste begins
	pasteEnd   = "\x1b[201~" // its end
	tabEcho    = "    "      // a tab has no width of its own, so that it can be erased
	maxCSI     = 32          // longest escape sequence of a key
)

// editState is where in an escape sequence the input stands.
type editState uint8

const (
	typing    editState = iota
	escaped             // after ESC
	sequence            // after ESC [, in e.csi
	singleKey           // after ESC O
	pasting             // between the marks of a bracketed paste
)

// editor turns what a terminal sends into text and into an echo of it. It is
// pure: it neither reads nor writes nor knows the time, and what it does is linear in what it is fed.
type editor struct {
	buf   []byte // the text so far
	echo  []byte // to be written to the terminal, and emptied, by the caller
	limit int    // most octets of buf
	mute  bool   // no echo

	state   editState
	csi     []byte // parameters of the sequence under way
	match   int    // octets of pasteEnd seen while pasting
	sawCR   bool   // the last octet was \r, so a \n belongs to it
	stalled bool   // a bracketed paste has paused for long
	more    bool   // the end came in the midst of input

	line    int  // where the last line begins in buf
	shown   int  // buf[:shown] has been echoed; between it and the end is part of one character
	column  bool // the cursor is not at the left margin
	ink     bool // the last line holds more than blanks
	content bool // some line does
	blank   int  // empty lines before the last line
}

// patience says how long to wait for more input; negative is for ever.
func (e *editor) patience(quiet time.Duration) time.Duration {
	switch {
	case e.state == pasting && !e.stalled:
		return stallQuiet
	case e.state == typing && e.content && !e.ink && e.blank >= 2:
		return quiet
	}
	return -1
}

// quiet tells the editor that its patience has ended, and reports whether that
// is the end of the text.
func (e *editor) quiet() bool {
	if e.state == pasting {
		e.stalled = true
		return false
	}
	return true
}

// feed takes what the terminal sent. It reports whether the text has ended;
// what follows the end in chunk is dropped.
func (e *editor) feed(chunk []byte) (end bool, err error) {
	if e.state == pasting && e.stalled {
		if len(chunk) == 1 && (chunk[0] == keyCtrlC || chunk[0] == keyCtrlD) {
			e.state = typing
		}
		e.stalled = false
	}
	for i, c := range chunk {
		e.more = i < len(chunk)-1
		switch e.state {
		case pasting:
			e.paste(c)
		case typing:
			if end, err = e.key(c); end || err != nil {
				return end, err
			}
		default:
			if again := e.escape(c); again {
				if end, err = e.key(c); end || err != nil {
					return end, err
				}
			}
		}
		if len(e.buf) > e.limit {
			e.more = true
			return false, ErrPasteTooLong
		}
	}
	e.more = e.state == pasting
	e.show()
	return false, nil
}

// key obeys a typed octet, or adds it.
func (e *editor) key(c byte) (end bool, err error) {
	switch c {
	case keyCtrlC, keyCtrlBksl:
		return false, ErrInterrupted
	case keyCtrlD:
		e.show()
		return true, nil
	case keyBackspace, keyDelete:
		e.erase()
	case keyCtrlU:
		for len(e.buf) > e.line {
			e.erase()
		}
	case keyCtrlW:
		for len(e.buf) > e.line && isBlank(e.buf[len(e.buf)-1]) {
			e.erase()
		}
		for len(e.buf) > e.line && !isBlank(e.buf[len(e.buf)-1]) {
			e.erase()
		}
	case keyEscape:
		e.state = escaped
	default:
		// Other control characters are keys without a meaning here.
		if c >= 0x20 || c == '\n' || c == '\r' || c == '\t' {
			e.add(c)
		}
	}
	return false, nil
}

// escape takes an octet of an escape sequence. It reports whether the octet is
// not part of one and must be taken as a key.
func (e *editor) escape(c byte) (again bool) {
	switch {
	case c == keyEscape:
		e.state = escaped
	case e.state == escaped && c == '[':
		e.state, e.csi = sequence, e.csi[:0]
	case e.state == escaped && c == 'O':
		e.state = singleKey
	case e.state == sequence && c >= 0x20 && c < 0x40 && len(e.csi) < maxCSI:
		e.csi = append(e.csi, c)
	case e.state == sequence && string(append(e.csi, c)) == pasteBegin:
		e.state, e.match = pasting, 0
	default:
		e.state = typing
		return c < 0x20 // a control key ends a sequence and counts
	}
	return false
}

// paste takes an octet between the marks of a bracketed paste. Nothing in there
// is a key.
func (e *editor) paste(c byte) {
	if c == pasteEnd[e.match] {
		if e.match++; e.match == len(pasteEnd) {
			e.state = typing
		}
		return
	}
	for _, held := range []byte(pasteEnd[:e.match]) {
		e.add(held)
	}
	e.match = 0
	if c == pasteEnd[0] {
		e.match = 1
		return
	}
	e.add(c)
}

// add appends an octet of text. Terminals send \r for the ends of lines.
func (e *editor) add(c byte) {
	afterCR := e.sawCR
	e.sawCR = c == '\r'
	if c == '\n' && afterCR {
		return
	}
	if c == '\r' {
		c = '\n'
	}
	e.buf = append(e.buf, c)
	switch {
	case c == '\n' && e.ink:
		e.blank, e.ink, e.line = 0, false, len(e.buf)
	case c == '\n':
		e.blank++
		e.line = len(e.buf)
	case !isBlank(c):
		e.ink, e.content = true, true
	}
}

// erase takes back the last character of the last line.
func (e *editor) erase() {
	if len(e.buf) == e.line {
		return
	}
	e.show()
	_, n := utf8.DecodeLastRune(e.buf)
	at := len(e.buf) - n
	if at >= e.shown { // part of a character, not on the screen
		e.buf = e.buf[:at]
		return
	}
	if !e.mute {
		start := len(e.echo)
		e.echo = appendEcho(e.echo, e.buf[at:])
		width := utf8.RuneCount(e.echo[start:])
		e.echo = e.echo[:start]
		for range width {
			e.echo = append(e.echo, "\b \b"...)
		}
	}
	e.buf = e.buf[:at]
	e.shown = at
	if at == e.line {
		e.ink, e.column = false, false
	}
}

// show echoes what has not been shown, but for a character that is not whole.
func (e *editor) show() {
	end := len(e.buf) - unfinished(e.buf[e.shown:])
	if end <= e.shown {
		return
	}
	if !e.mute {
		e.echo = appendEcho(e.echo, e.buf[e.shown:end])
	}
	e.column = e.buf[end-1] != '\n'
	e.shown = end
}

// appendEcho appends text as a terminal may see it.
func appendEcho(dst, text []byte) []byte {
	for len(text) > 0 {
		n := 0
		for n < len(text) && text[n] != '\n' && text[n] != '\t' {
			n++
		}
		dst = safetext.AppendBytes(dst, text[:n], safetext.Options{})
		if n == len(text) {
			break
		}
		if text[n] == '\n' {
			dst = append(dst, "\r\n"...)
		} else {
			dst = append(dst, tabEcho...)
		}
		text = text[n+1:]
	}
	return dst
}

// crlf appends text with \r before each \n, as raw mode needs it.
func crlf(dst, text []byte) []byte {
	for _, c := range text {
		if c == '\n' {
			dst = append(dst, '\r')
		}
		dst = append(dst, c)
	}
	return dst
}

// unfinished gives how many octets at the end of b begin a character that may
// still become whole.
func unfinished(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
