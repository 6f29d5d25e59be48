package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/encode"
	"github.com/bgpdecode/bgpdecode/speaker/shortform"
)

const encodeLong = `Turns what --json, batch and peer write back into octets, and messages in words into octets.

The input holds JSON objects, on one line or several, and lines of words, in any order; what follows # at the start of a
line is left out:

  OPEN as=65001 hold=90 id=192.0.2.1 cap=mp:ipv4-unicast cap=as4 cap=refresh
  UPDATE 198.51.100.0/24 next-hop 192.0.2.1 as-path "64500 64501" community 64500:1
  UPDATE withdraw 198.51.100.0/24
  END-OF-RIB ipv6-unicast
  NOTIFICATION 6/2 text="maintenance"
  ROUTE-REFRESH ipv4-unicast
  KEEPALIVE
  raw ffffffffffffffffffffffffffffffff001304

Routes are written as in peer --announce. Capabilities: mp:FAMILY, as4, refresh, enhanced-refresh, extended-message,
add-path:FAMILY:receive|send|both, next-hop:FAMILY:AFI, gr:SECONDS:FAMILY..., role:NAME, fqdn:HOST, software:TEXT and
CODE:HEX. my-as=, version= and packing=each make an OPEN unusual.

Of JSON, typed values win, and raw is taken where there is no value, or where it reads as the value says. Where the two
differ that is an error, and so is a value that could not be put into octets; --lie takes both as they are, with the
length of an attribute and the header of raw. Objects without octets (changes of state, summaries) are passed over.

Marker and length are made. AS numbers have the octets that the object's as_width says, or 4; routes have the path
identifiers that its addpath says, or none.`

// encodeOptions are the flags of encode.
type encodeOptions struct {
	binary, lie, as2, as4 bool
	addpath               familiesFlag
	maxInput              size
	write                 encodeWrite
}

func (a *app) encodeCommand() *cobra.Command {
	o := &encodeOptions{maxInput: defaultMaxInput}
	c := &cobra.Command{
		Use:   "encode [JSON|WORDS|FILE ...]",
		Short: "Turn JSON or words into the octets of messages",
		Long:  encodeLong,
		Example: examples(
			"bgpdecode encode KEEPALIVE",
			"bgpdecode encode 'OPEN as=65001 hold=90 id=192.0.2.1 cap=mp:ipv4-unicast cap=as4'",
			"bgpdecode encode '198.51.100.0/24 next-hop 192.0.2.1 as-path 64500'",
			`bgpdecode encode '{"notification":{"code":6,"subcode":2,"communication":"maintenance"}}'`,
			"bgpdecode encode --write x.pcapng 'NOTIFICATION 6/4'",
		),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			args = a.shownTexts(args)
			if o.as2 && o.as4 {
				return usagef("--as2 and --as4 exclude each other")
			}
			if err := o.write.check(); err != nil {
				return err
			}
			in, err := a.inputs(args, &rootOptions{maxInput: o.maxInput})
			if err != nil {
				return err
			}
			return a.encode(c.Context(), in, o)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&o.binary, "binary", false, "write the octets themselves, one message behind the other, instead of a line of hex each")
	o.write.register(f)
	f.BoolVar(&o.lie, "lie", false, "take contradicting and wrong values as they are")
	f.BoolVar(&o.as4, "as4", false, "AS numbers have 4 octets, whatever the objects say")
	f.BoolVar(&o.as2, "as2", false, "AS numbers have 2 octets, whatever the objects say")
	f.Var(&o.addpath, "addpath", "routes carry path ids: of all families, or of those named (--addpath=ipv4-unicast,2/1)")
	f.Lookup("addpath").NoOptDefVal = "all"
	f.Var(&o.maxInput, "max-input", "most to read of one input")
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
		var words []string
		for _, w := range shortform.Words {
			if len(args) == 0 && strings.HasPrefix(w, strings.ToUpper(prefix)) {
				words = append(words, w)
			}
		}
		return words, cobra.ShellCompDirectiveDefault
	}
	return c
}

// encoding is one run of encode.
type encoding struct {
	a      *app
	o      *encodeOptions
	out    func(*encoded) error
	done   int // messages and fragments written
	passed int // objects without octets
	first  error
	failed int // objects and lines that could not be encoded
	buf    []byte
}

// encoded is what an object or a line became.
type encoded struct {
	encode.Result
	object *encode.Value // nil for words
}

// encode reads, encodes and writes all inputs in their order. What cannot be encoded is told, and does not stop the rest.
func (a *app) encode(ctx context.Context, inputs []input, o *encodeOptions) (err error) {
	e := &encoding{a: a, o: o}
	e.out = e.print
	if len(o.write.files) > 0 {
		w, err := o.write.open(inputs)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		e.out = func(x *encoded) error { return errors.Join(w.message(x), e.print(x)) }
	}
	for _, in := range inputs {
		text, err := in.read(ctx)
		if err == nil {
			err = e.text(ctx, in, text)
		}
		if err != nil {
			return err
		}
	}
	if e.failed > 1 {
		a.say(e.first.Error())
		return fmt.Errorf("%d messages could not be encoded, %d could", e.failed, e.done)
	} else if e.failed == 1 {
		return e.first
	}
	if e.done == 0 {
		return nothingf("nothing to be encoded: no message in JSON or words%s", e.passedOver())
	}
	if len(o.write.files) > 0 {
		a.say(fmt.Sprintf("%s written to %s", counted(e.done, "message"), strings.Join(o.write.files, ", ")))
	}
	if e.passed > 0 {
		a.say(strings.TrimPrefix(e.passedOver(), "; "))
	}
	return nil
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// missed keeps the first error for the end, and tells the others at once.
func (e *encoding) missed(err error) {
	if e.failed++; e.failed == 1 {
		e.first = err
		return
	}
	e.a.say(err.Error())
}

func (e *encoding) passedOver() string {
	switch e.passed {
	case 0:
		return ""
	case 1:
		return "; 1 object has no octets"
	}
	return fmt.Sprintf("; %d objects have no octets", e.passed)
}

// text encodes what stands in a text.
func (e *encoding) text(ctx context.Context, in input, text string) error {
	for line := 1; text != ""; {
		if err := ctx.Err(); err != nil {
			return err
		}
		one := text
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			one = text[:i+1]
		}
		word := strings.TrimSpace(one)
		var err error
		switch {
		case word == "" || word[0] == '#':
		case word[0] == '{':
			one = text[:objectEnd(text)]
			err = e.object(one, line)
		default:
			if err = e.words(word); err != nil {
				err = fmt.Errorf("line %d: %w", line, err)
			}
		}
		if failedToWrite(err) {
			return err
		} else if err != nil {
			e.missed(fmt.Errorf("%s: %w", in.said, err))
		}
		line += strings.Count(one, "\n")
		text = text[len(one):]
	}
	return nil
}

// objectEnd says where the JSON object ends that text begins with; the end of the text where it does not.
func objectEnd(text string) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}

func (e *encoding) object(text string, line int) error {
	v, err := encode.Parse([]byte(text), line)
	if err != nil {
		return err
	}
	opt := encode.Options{Lie: e.o.lie, AddPath: e.o.addpath.set, HasAddPath: e.o.addpath.text != ""}
	switch {
	case e.o.as2:
		opt.ASWidth = 2
	case e.o.as4:
		opt.ASWidth = 4
	}
	r, err := encode.Object(v, opt)
	var none *encode.ErrNoOctets
	if errors.As(err, &none) {
		e.passed++
		return nil
	} else if err != nil {
		return err
	}
	return e.tell(&encoded{r, v})
}

func (e *encoding) words(line string) error {
	ctx := codec.Context{AS4: !e.o.as2, AddPath: e.o.addpath.set}
	list, err := shortform.Parse(line, ctx)
	if err != nil {
		return err
	}
	for _, msg := range list {
		if err := e.tell(&encoded{Result: encode.Result{Octets: msg, Context: ctx}}); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoding) tell(x *encoded) error {
	e.done++
	return e.out(x)
}

// print writes octets as a line of hex, or as they are.
func (e *encoding) print(x *encoded) error {
	if e.buf = x.Octets; !e.o.binary {
		e.buf = append(codec.AppendHex(nil, x.Octets), '\n')
	}
	_, err := e.a.out.Write(e.buf)
	return err
}
