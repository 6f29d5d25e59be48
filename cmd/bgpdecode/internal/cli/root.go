package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
)

// rootOptions are the flags of the root command.
type rootOptions struct {
	clipboard bool
	maxInput  size

	tree, hex, json, fields, brief, full bool
	width                                int
	color                                ui.ColorMode
	copy                                 bool

	as4, as2 bool
	addpath  familiesFlag
	peer     peerFlag
	zone     zoneFlag
	dates    datesFlag
	strict   bool
	redact   redactFlags
}

const rootLong = `Paste what a router printed about a dead BGP session and get the answer: what was sent, which octet matters, whether
the complaint is right, who must act, and what to do.

Each argument names a file, or all of them together are one text: a log line, hex in any notation, a debug dump.
Without arguments the text comes from standard input, or from a paste when that is a terminal.

  * When the arguments name existing files, each is read; "-" among them is standard input.
  * Otherwise all arguments, joined by blanks, are one text. Quote it: shells take parentheses and % for themselves.
  * A capture (pcap, pcapng, MRT, BMP) or a compressed file (gzip, zstd, bzip2, xz) is read as "bgpdecode batch" reads it.
  * Files and text together are an error. Text on standard input is never taken for a file name.
  * A first word that is a command is that command. "--" before it makes it text: it ends flags and commands.
  * Text that begins with a dash wants "--" before it, unless it cannot be a flag (-1, -1, ... or with blanks in it).

Nothing is fetched or sent: decoding never uses the network.`

func (a *app) rootCommand() *cobra.Command {
	o := &rootOptions{maxInput: defaultMaxInput}
	c := &cobra.Command{
		Use:   "bgpdecode [TEXT|HEX|FILE ...]",
		Short: "Explain what a router printed about a dead BGP session",
		Long:  rootLong,
		Example: examples(
			"bgpdecode '%BGP-3-NOTIFICATION: sent to neighbor 203.0.113.4 4/0 (hold time expired) 0 bytes'",
			"bgpdecode ffffffffffffffffffffffffffffffff0015030602",
			"bgpdecode --tree ffff ffff ffff ffff ffff ffff ffff ffff 0013 04",
			"bgpdecode --json ffffffffffffffffffffffffffffffff0015030400",
			"bgpdecode router.log",
			"bgpdecode --brief router.log",
			"bgpdecode - <router.log",
			"bgpdecode --clipboard",
			"bgpdecode -- '-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 19, 4'",
		),
		Args:    cobra.ArbitraryArgs,
		Version: "see version", // makes cobra offer --version
		RunE: func(c *cobra.Command, args []string) error {
			args = a.shownTexts(args)
			if err := o.check(); err != nil {
				return err
			}
			in, err := a.inputs(args, o)
			if err != nil {
				return err
			}
			return a.decode(c.Context(), in, args, o)
		},
	}
	c.SetVersionTemplate(versionText())
	c.CompletionOptions.HiddenDefaultCmd = false
	o.register(c.Flags())
	c.RegisterFlagCompletionFunc("color", cobra.FixedCompletions(ui.ColorModes(), cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("peer-kind", cobra.FixedCompletions(peerKinds(), cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("dates", cobra.FixedCompletions(dateOrders[1:], cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("tz", cobra.FixedCompletions([]string{"UTC", "Local"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

func (o *rootOptions) register(f *pflag.FlagSet) {
	f.SortFlags = false
	f.BoolVarP(&o.clipboard, "clipboard", "c", false, "decode the text on the clipboard")
	f.BoolVar(&o.brief, "brief", false, "one line per event; cut to the width of a terminal or --width, whole in a pipe")
	f.BoolVar(&o.tree, "tree", false, "only the fields, as a tree; with --hex both")
	f.BoolVar(&o.hex, "hex", false, "only the octets, each run beside its field; with --tree both")
	f.BoolVar(&o.json, "json", false, "one JSON object per event and line (see bgpdecode schema)")
	f.BoolVar(&o.fields, "fields", false, "with --json: every field with its offset and length; implies --json")
	f.BoolVar(&o.full, "full", false, "elide nothing of long values and dumps")
	f.IntVar(&o.width, "width", 0, "columns to write in, 40 at least (default: those of the terminal, else 80)")
	f.Var(&o.color, "color", "auto, always or never; auto heeds NO_COLOR and TERM=dumb")
	f.BoolVar(&o.copy, "copy", false, "also put the result on the clipboard, over SSH that of your terminal")
	f.BoolVar(&o.as4, "as4", false, "AS numbers have 4 octets in this session, do not guess")
	f.BoolVar(&o.as2, "as2", false, "AS numbers have 2 octets in this session, do not guess")
	f.Var(&o.addpath, "addpath", "routes carry path ids: of all families, or of those named (--addpath=ipv4-unicast,2/1)")
	f.Lookup("addpath").NoOptDefVal = "all"
	f.Var(&o.peer, "peer-kind", "ebgp, ibgp or confed: what RFC 7606 asks may depend on it")
	f.Var(&o.zone, "tz", "zone of stamps that have none: UTC, Europe/Berlin, +02:00 (default: local)")
	o.dates.register(f)
	o.redact.register(f)
	f.BoolVar(&o.strict, "strict", false, "exit with 4 when there are error findings or a part was not decoded")
	f.Var(&o.maxInput, "max-input", "most to read of one input")
}

// check refuses flags that do not go together.
func (o *rootOptions) check() error {
	if o.fields {
		o.json = true
	}
	var forms []string
	for _, f := range []struct {
		on   bool
		name string
	}{{o.brief, "--brief"}, {o.tree, "--tree"}, {o.hex, "--hex"}, {o.json, "--json"}} {
		if f.on {
			forms = append(forms, f.name)
		}
	}
	// The tree and the octets are parts of the page, and both may be wanted; the others are forms of their own.
	if len(forms) > 1 && !(len(forms) == 2 && o.tree && o.hex) {
		return usagef("%s exclude each other", strings.Join(forms, " and "))
	}
	if o.as2 && o.as4 {
		return usagef("--as2 and --as4 exclude each other")
	}
	return checkWidth(o.width)
}

// leastWidth and mostWidth bound --width; 0 stands for the default.
const leastWidth, mostWidth = 40, 10000

func checkWidth(n int) error {
	if n != 0 && (n < leastWidth || n > mostWidth) {
		return usagef("--width takes %d to %d columns, not %d", leastWidth, mostWidth, n)
	}
	return nil
}

// familiesFlag is the value of --addpath.
type familiesFlag struct {
	set  codec.FamilySet
	text string
}

// String gives what was set.
func (f *familiesFlag) String() string { return f.text }

// Type names the values in help texts.
func (*familiesFlag) Type() string { return "families" }

// Set reads a list of families, or "all".
func (f *familiesFlag) Set(list string) error {
	for _, word := range strings.Split(list, ",") {
		word = strings.ToLower(strings.TrimSpace(word))
		if word == "all" {
			f.set |= codec.AllFamilies
			continue
		}
		family, ok := codec.ParseFamily(word)
		if with := f.set.With(family); ok && with.Has(family) {
			f.set = with
			continue
		}
		return fmt.Errorf("%q is not one of all, %s", word, strings.Join(familyNames(), ", "))
	}
	f.text = list
	return nil
}

func familyNames() []string {
	var names []string
	for _, f := range codec.KnownFamilies() {
		names = append(names, f.String())
	}
	return names
}

// peerFlag is the value of --peer-kind.
type peerFlag struct{ codec.PeerKind }

func peerKinds() []string {
	return []string{codec.PeerEBGP.String(), codec.PeerIBGP.String(), codec.PeerConfed.String()}
}

// Type names the values in help texts.
func (*peerFlag) Type() string { return "kind" }

// Set reads the word of the flag.
func (p *peerFlag) Set(word string) error {
	for _, k := range []codec.PeerKind{codec.PeerEBGP, codec.PeerIBGP, codec.PeerConfed} {
		if k.String() == strings.ToLower(word) {
			p.PeerKind = k
			return nil
		}
	}
	return fmt.Errorf("%q is not one of %s", word, strings.Join(peerKinds(), ", "))
}
