package trial

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// Case is a test of a JUnit report.
type Case struct {
	Suite, Name string
	Took        time.Duration
	Failure     string // what was not as expected, in a line; "" for nothing
	Error       string // why it could not be run
	Skipped     string // why it was not run
	Text        string // all of it
}

// CaseOf makes a test of the result of a script.
func CaseOf(r *inject.Result, t *Texts) Case {
	c := Case{Suite: r.Target, Name: r.Name, Took: r.Took, Text: string(AppendText(nil, r, t, 1))}
	if f := r.Failure; f != nil {
		c.Failure = fmt.Sprintf("expected %s, came %s", f.Expected, f.Came)
		if f.Message >= 0 {
			c.Failure += ": " + t.Brief(&r.Messages[f.Message])
		}
	}
	if r.Err != nil {
		c.Error = r.Err.Error()
	}
	return c
}

// AppendJUnit appends a report in the form that JUnit made common: a suite with all tests.
func AppendJUnit(dst []byte, list []Case) []byte {
	failures, errors, skipped, took := 0, 0, 0, time.Duration(0)
	for i := range list {
		took += list[i].Took
		if list[i].Failure != "" {
			failures++
		}
		if list[i].Error != "" {
			errors++
		}
		if list[i].Skipped != "" {
			skipped++
		}
	}
	dst = append(dst, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"...)
	head := fmt.Sprintf(`tests="%d" failures="%d" errors="%d" skipped="%d" time="%.3f"`, len(list), failures, errors, skipped, took.Seconds())
	dst = fmt.Appendf(dst, "<testsuites %s>\n<testsuite name=\"bgpdecode\" %s>\n", head, head)
	for i := range list {
		c := &list[i]
		dst = append(dst, `<testcase classname="`...)
		dst = append(appendXML(dst, c.Suite), `" name="`...)
		dst = fmt.Appendf(appendXML(dst, c.Name), "\" time=\"%.3f\">\n", c.Took.Seconds())
		dst = appendProblem(dst, "failure", c.Failure, c.Text)
		dst = appendProblem(dst, "error", c.Error, c.Text)
		dst = appendProblem(dst, "skipped", c.Skipped, "")
		dst = append(dst, "</testcase>\n"...)
	}
	return append(dst, "</testsuite>\n</testsuites>\n"...)
}

func appendProblem(dst []byte, element, message, text string) []byte {
	if message == "" {
		return dst
	}
	dst = append(append(append(dst, '<'), element...), ` message="`...)
	dst = append(appendXML(dst, message), `">`...)
	dst = append(appendXML(dst, text), "</"...)
	return append(append(dst, element...), ">\n"...)
}

// appendXML escapes text for XML and HTML, in elements and in attributes with double quotes. What XML cannot say becomes U+FFFD.
func appendXML(dst []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '"':
			dst = append(dst, "&#34;"...)
		case r == '\'':
			dst = append(dst, "&#39;"...)
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0, r >= 0xfffe && r&0xfffe == 0xfffe, r >= 0xd800 && r < 0xe000:
			dst = append(dst, "\uFFFD"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
