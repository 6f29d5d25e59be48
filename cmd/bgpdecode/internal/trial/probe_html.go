package trial

import (
	"fmt"

	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

const htmlHead = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>bgpdecode probe</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body { font: 14px/1.4 sans-serif; margin: 1.5em; color: #222; background: #fff }
table { border-collapse: collapse; margin: 1em 0 }
th, td { border: 1px solid #ccc; padding: .2em .5em; text-align: left; vertical-align: top }
th { position: sticky; top: 0; background: #eee }
pre { font-size: 12px; margin: .3em 0; white-space: pre-wrap }
.right { background: #dfd } .other-data { background: #efd } .other-code { background: #fec } .wrong { background: #fcc }
.unknown { color: #777 } code { font-size: 13px }
</style></head><body>
<h1>What BGP speakers do about faults</h1>
`

// AppendProbeHTML appends the table as a page that needs nothing else: no scripts, no files, no network.
func AppendProbeHTML(dst []byte, r *probe.Report, t *Texts) []byte {
	dst = append(dst, htmlHead...)
	dst = fmt.Appendf(dst, "<p>%d faults, %s</p>\n", len(r.Faults), r.Started.UTC().Format("2006-01-02 15:04 MST"))
	if r.Partial {
		dst = append(dst, "<p>Interrupted: the rest was not played.</p>\n"...)
	}
	dst = appendHTMLScores(dst, r)
	dst = append(dst, "<table>\n<tr><th>fault</th><th>RFC 4271 asks</th><th>RFC 7606 asks</th>"...)
	for i := range r.Columns {
		dst = append(appendXML(append(dst, "<th>"...), safe(r.Columns[i].Target)), "</th>"...)
	}
	dst = append(dst, "</tr>\n"...)
	for i, f := range r.Faults {
		dst = append(appendXML(append(dst, "<tr><td><code>"...), f.ID), "</code><br>"...)
		dst = append(appendXML(dst, f.Title), "</td><td>"...)
		dst = append(appendXML(dst, wantCell(&f.Want4271)), "</td><td>"...)
		dst = append(appendXML(dst, wantCell(&f.Want7606)), "</td>"...)
		for k := range r.Columns {
			dst = appendHTMLCell(dst, &r.Columns[k], i, t)
		}
		dst = append(dst, "</tr>\n"...)
	}
	return append(dst, "</table>\n</body></html>\n"...)
}

func appendHTMLScores(dst []byte, r *probe.Report) []byte {
	dst = append(dst, "<table>\n<tr><th>target</th><th>RFC 7606</th><th>RFC 4271</th><th>right</th><th>other Data</th><th>other code</th><th>wrong</th><th>not seen</th><th>not played</th></tr>\n"...)
	for i := range r.Columns {
		c := &r.Columns[i]
		dst = append(appendXML(append(dst, "<tr><td>"...), safe(c.Target)), "</td>"...)
		for _, s := range [...]*probe.Score{&c.By7606, &c.By4271} {
			if p, ok := s.Percent(); ok {
				dst = fmt.Appendf(dst, "<td>%d %%</td>", p)
			} else {
				dst = append(dst, "<td>-</td>"...)
			}
		}
		s := &c.By7606
		dst = fmt.Appendf(dst, "<td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td></tr>\n",
			s.Right, s.OtherData, s.OtherCode, s.Wrong, s.Unknown, s.NotPlayed)
	}
	return append(dst, "</table>\n"...)
}

func appendHTMLCell(dst []byte, col *probe.Column, i int, t *Texts) []byte {
	if i >= len(col.Cells) {
		return append(dst, "<td>-</td>"...)
	}
	c := &col.Cells[i]
	dst = fmt.Appendf(dst, `<td class="%s">`, c.By7606)
	dst = appendXML(dst, outcomeCell(c))
	if c.Why != "" {
		dst = appendXML(append(dst, "<br>"...), safe(c.Why))
	}
	if len(c.Messages) > 0 {
		dst = append(dst, "<details><summary>messages</summary><pre>"...)
		dst = appendXML(dst, string(appendMessages(nil, &inject.Result{Messages: c.Messages}, t, 1)))
		dst = append(dst, "</pre></details>"...)
	}
	return append(dst, "</td>"...)
}
