package batch

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// Stats counts what was read, what came out, and what was left out and why.
type Stats struct {
	Inputs  int64 // files, or standard input, that were opened
	Failed  int64 // inputs that could not be read, or not to their end
	Again   int64 // further names of an input
	Special int64 // found in a directory or by a pattern and not read: links, pipes, sockets, devices
	Output  int64 // not read, because the output goes there
	Octets  int64 // decompressed

	Late       int64 // merged inputs that were opened when something later had been written already
	Backwards  int64 // events of merged inputs with an earlier time than the one before them
	Unfollowed int64 // read once and not followed, because too many files are
	Lines      int64 // of text
	Messages   int64 // BGP messages of captures

	Events    int64 // written or counted in the summary
	Unparsed  int64 // of these, what looked like BGP and could not be decoded
	Repeats   int64 // further lines about an event, counted once
	SessionUp int64 // left out: a session came up of which nothing else was told
	Examples  int64 // left out: lines of documentation, with placeholders for values
	Fragments int64 // left out: octets without a message in files that nobody named one by one

	OverCauses   int64 // events of more causes than a summary keeps
	OverNames    int64 // times that a peer or a host was not counted in a summary, which had no more room for names
	OverSessions int64 // steps of more sessions than a timeline keeps
	OverHeld     int64 // events that a comparison let go before the end, because it holds no more
	OverDevices  int64 // events of more devices than a comparison keeps

	LinesCut  int64 // lines longer than the limit
	OctetsCut int64 // octets of them that were not looked at
	Bomb      int64 // compressed inputs given up because they grow beyond the limit
	Window    int64 // compressed inputs that ask for more history than the limit
	Damaged   int64 // places of captures that could not be read
	Reports   int64 // records of captures that are no messages and no states

	Saved    int64 // messages written to the file of --write
	SaveCut  int64 // not written there: the message is not all there
	SaveNone int64 // not written there: the event has no message
	SaveEnds int64 // not written there: sender and receiver have one address, or two of different families

	ByPeer, ByCode, ByTime, ByStyle, ByError int64 // left out by a filter; the first that refuses counts
	NoTime                                   int64 // of ByTime: events without a time
}

// add adds the counters of another stage.
func (s *Stats) add(o *Stats) { addCounters(reflect.ValueOf(s).Elem(), reflect.ValueOf(o).Elem()) }

// pass adds what was not read of the inputs.
func (s *Stats) pass(p inputs.Passed) {
	s.Again += p.Again
	s.Special += p.Special
	s.Output += p.Output
}

// sum adds up what captures count.
type sum capture.Stats

func (s *sum) add(o capture.Stats) {
	addCounters(reflect.ValueOf((*capture.Stats)(s)).Elem(), reflect.ValueOf(&o).Elem())
	for _, x := range o.Others {
		s.Others.Add(x)
	}
}

func addCounters(to, from reflect.Value) {
	for i := range to.NumField() {
		if f := to.Field(i); f.Kind() == reflect.Int64 {
			f.SetInt(f.Int() + from.Field(i).Int())
		}
	}
}

// Lines describes what was read and what was left out, one fact a line; what did not happen is not told.
func (r *Result) Lines() []string {
	s, c := &r.Stats, &r.Captures
	unnamed := c.Unknown
	for _, x := range c.Others {
		unnamed -= x.N
	}
	lines := []string{
		count(s.Inputs, "input") + ", " + count(s.Octets, "octet") + ", " + count(s.Lines, "line") + " of text, " + count(s.Messages, "message") + " in captures",
		count(s.Events, "event") + " written or counted",
	}
	for _, f := range slices.Concat(s.left(), s.bounds(), leftOf(c, unnamed)) {
		if f.n > 0 {
			lines = append(lines, strconv.FormatInt(f.n, 10)+" "+grammar(f.n, f.what))
		}
	}
	for _, x := range c.Others {
		if x.N > 0 {
			line := notRead(x)
			if s.Inputs == 1 {
				line += firstAt(x)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// tally is one thing that was counted, in words for several.
type tally struct {
	n    int64
	what string
}

// left says what became of inputs and events.
func (s *Stats) left() []tally {
	return []tally{
		{s.Unparsed, "of these looked like BGP and could not be decoded"},
		{s.Repeats, "of these are further lines about an event"},
		{s.Failed, "inputs could not be read, or not to their end"},
		{s.Again, "names of inputs that have been read under another name"},
		{s.Special, "links, pipes, sockets or devices in directories, not read"},
		{s.Unfollowed, "files read once and not followed: more than --max-files"},
		{s.Backwards, "events stand behind later ones of their input, which keeps its order"},
		{s.Late, "inputs opened too late for their first events: more than --max-files at a time, or out of order at their start"},
		{s.Output, "inputs not read because the output goes there"},
		{s.ByTime - s.NoTime, "left out: outside --since and --until"},
		{s.NoTime, "left out: without a time to compare with --since and --until"},
		{s.ByStyle, "left out by --style"},
		{s.ByCode, "left out by --code"},
		{s.ByPeer, "left out by --peer"},
		{s.ByError, "left out by --only-errors"},
		{s.SessionUp, "left out: a session came up of which nothing else is told"},
		{s.Examples, "left out: lines of documentation, with placeholders in place of values"},
		{s.Fragments, "left out: octets without a message around them, in files found in a directory"},
		{s.Saved, "messages written by --write"},
		{s.SaveCut, "not written there: not all of the message is known"},
		{s.SaveNone, "not written there: no octets of a message"},
		{s.SaveEnds, "not written there: no two addresses of one family"},
	}
}

// bounds says what limits left out.
func (s *Stats) bounds() []tally {
	return []tally{
		{s.OverCauses, "events of more causes than --max-causes"},
		{s.OverNames, "times that a peer or a host was not counted: too many names"},
		{s.OverSessions, "steps of more sessions than --max-sessions"},
		{s.OverHeld, "events let go before the end: more than --max-held, or 192 MiB of them; what came much later was not compared with them"},
		{s.OverDevices, "events not compared: of more devices than are kept"},
		{s.LinesCut, "lines longer than --max-line, read up to there"},
		{s.OctetsCut, "octets of them not looked at"},
		{s.Bomb, "compressed inputs given up at --max-unpacked"},
		{s.Window, "compressed inputs given up at --max-window"},
		{s.Damaged, "damaged places in captures"},
		{s.Reports, "records of captures that are neither messages nor states"},
	}
}

// leftOf says what was left out of captures.
func leftOf(c *capture.Stats, unnamed int64) []tally {
	return []tally{
		{c.Skipped, "octets of captures passed over to find the next record"},
		{c.OtherLink, "packets of a link layer that is not read"},
		{c.NotTCP, "packets that are not TCP"},
		{c.Reassembled, "datagrams put together from IP fragments"},
		{c.Fragments, "IP fragments of datagrams that are not all there"},
		{c.FragmentOverlap, "datagrams refused: their fragments overlap"},
		{c.BadHeader, "packets with a damaged IP or TCP header"},
		{c.Snapped, "TCP packets of which the capture holds only a part"},
		{c.NotBGP, "octets of TCP streams without BGP"},
		{c.Duplicate, "octets that TCP sent again"},
		{c.Conflicting, "octets that differed when sent again"},
		{c.LostOctets, "octets of BGP streams that are missing"},
		{c.Evicted, "TCP connections given up: too many at a time"},
		{c.OverStream + c.OverOctets, "octets dropped: too much to hold while waiting for lost ones"},
		{unnamed, "records of an unknown type"},
		{c.OverSessions, "sessions forgotten: too many"},
		{c.Unbuilt, "entries of tables that fit into no UPDATE"},
	}
}

// notRead tells of records that are not read: "5 MRT records OSPFv2, not read".
func notRead(x capture.Other) string {
	return strconv.FormatInt(x.N, 10) + " " + grammar(x.N, x.String()) + ", not read"
}

// firstAt says where the first of records is that are not read.
func firstAt(x capture.Other) string {
	if x.N == 1 {
		return ": at octet " + strconv.FormatInt(x.First, 10)
	}
	return ": the first at octet " + strconv.FormatInt(x.First, 10)
}

func count(n int64, what string) string {
	s := strconv.FormatInt(n, 10) + " " + what
	if n != 1 {
		s += "s"
	}
	return s
}

// singular has the words with which lines begin that count things, and what they are for one.
var singular = [...][2]string{{"inputs", "input"}, {"names", "name"}, {"links, pipes, sockets or devices", "link, pipe, socket or device"},
	{"files", "file"}, {"events stand", "event stands"}, {"messages", "message"}, {"lines", "line"}, {"octets", "octet"},
	{"compressed inputs given up because they grow", "compressed input given up because it grows"}, {"compressed inputs", "compressed input"},
	{"damaged places", "damaged place"}, {"records", "record"}, {"packets", "packet"}, {"IP fragments", "IP fragment"}, {"datagrams", "datagram"},
	{"TCP packets", "TCP packet"}, {"TCP connections", "TCP connection"}, {"sessions", "session"}, {"events of", "event of"}, {"events let", "event let"}, {"events not", "event not"}, {"steps", "step"}, {"times", "time"}, {"entries", "entry"},
	{"MRT records", "MRT record"}, {"BMP messages", "BMP message"}}

// grammar gives words that stand behind a number and were written for several.
func grammar(n int64, what string) string {
	if n != 1 {
		return what
	}
	for _, w := range singular {
		if rest, ok := strings.CutPrefix(what, w[0]); ok {
			what = w[1] + rest
			break
		}
	}
	for _, w := range [...][2]string{{" that are neither", " that is neither"}, {" that are not", " that is not"}, {"of these are further lines", "of these is a further line"},
		{" that are missing", " that is missing"}, {" that differed", " that differed"}, {" that fit into", " that fits into"}, {" that have been", " that has been"}} {
		what = strings.Replace(what, w[0], w[1], 1)
	}
	return what
}

// Filtered says that filters left out all events that there were, "" when they did not.
func (r *Result) Filtered() string {
	s := &r.Stats
	if s.Events > 0 {
		return ""
	}
	var flags []string
	left := int64(0)
	for _, f := range [...]struct {
		n    int64
		flag string
	}{{s.ByTime, "--since and --until"}, {s.ByStyle, "--style"}, {s.ByCode, "--code"}, {s.ByPeer, "--peer"}, {s.ByError, "--only-errors"}} {
		if f.n > 0 {
			flags, left = append(flags, f.flag), left+f.n
		}
	}
	if left == 0 {
		return ""
	}
	text := "no event passed " + strings.Join(flags, ", ") + "; " + strconv.FormatInt(left, 10)
	if left == 1 {
		return text + " was left out"
	}
	return text + " were left out"
}
