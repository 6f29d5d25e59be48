package peer

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Plan tells what would be done. JSON does not have it.
func (t *Teller) Plan(text string) {
	if t.opt.JSON {
		return
	}
	p := &tree.Page{Style: t.opt.Style}
	if t.opt.Width > 0 {
		p.Wrap(tree.Bold, text, 2, t.opt.Width)
	} else {
		p.Put(tree.Bold, text)
	}
	t.end(p)
}

// PlanOpen shows the OPEN that would be sent.
func (t *Teller) PlanOpen(msg []byte, now time.Time) {
	ev := &speaker.Event{Time: now, Kind: speaker.Message, Sent: true, Octets: msg}
	c := &conn{tally: &Tally{}}
	d := t.dumpEvent(ev, c, dump.KindMessage)
	d.Event.Kind, d.Direction, d.MessageType, d.Octets = logline.KindMessage, logline.DirSent, int(registry.MsgOpen), msg
	r := t.b.Build(d, report.Options{SourceName: styleName, Known: codec.Known{}, NoVerdict: true})
	t.index++
	if t.opt.JSON {
		t.buf = append(report.AppendJSON(t.buf[:0], r, report.JSONOptions{Fields: t.opt.Fields}), '\n')
		t.w.Write(t.buf)
		return
	}
	p := &tree.Page{Style: t.opt.Style}
	tree.AppendText(p, r.Tree, tree.Options{Style: t.opt.Style, Width: t.pageWidth()})
	t.w.Write(p.Bytes())
}
