package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// peerOptions are the flags of peer, but for the settings of a peer, which are those of package peer.
type peerOptions struct {
	config   string
	check    bool
	listen   []string
	accept   []string
	until    string
	count    int64
	json     bool
	fields   bool
	mute     bool
	verbose  int
	quiet    bool
	all      bool
	width    int
	color    ui.ColorMode
	settings []*settingFlag
	extras   []peerExtra
	proxy    *peerProxy // one of them
	inject   peerInject
	defaults []peer.Entry // settings that neither the file nor a flag has
}

const peerLong = `Speaks BGP with one or more peers and shows what happens: each message in a line with its findings, each change of state with
its cause, what the two OPENs agreed, and what a NOTIFICATION means. It installs no routes, and announces nothing unless it
is asked to.

The arguments are the addresses of peers; all flags hold for each of them. For peers that differ, --config names a file:

    as = 64500                   # in front of the first section: for the run, and for all peers
    listen = 127.0.0.1:1790

    [192.0.2.1]                  # a peer: its address
    peer-as = 64496
    family = ipv4-unicast,ipv6-unicast

    [customer]                   # or a name, with the address below
    address = 2001:db8::1
    passive

Every flag is a key of such a file, and those on the command line win. A key alone stands for yes.

The run ends when the session of every peer has ended (with --reconnect it begins again), with --until and --count, or with
Ctrl-C: then routes are withdrawn, sessions are ended with 6/2 (Administrative Shutdown), and a summary is written. A second
Ctrl-C ends at once. A connection that does not come about is tried again.

--until takes established, notification, eor (the peer has sent all its routes), a time, or a condition and the time that it
may take: --until established,30s. Exit codes tell what happened: 5 when the time was over first, 6 when a session was ended
by a NOTIFICATION or was lost.

A route to announce is prefixes, then attributes in any order: next-hop, as-path (braces for a set), origin, med, local-pref,
community, large-community, ext-community (rt:AS:N, soo:AS:N or hex), aggregator AS:ADDRESS, atomic-aggregate, otc, originator-id,
cluster-list, path-id, multicast, and attribute FLAGS CODE HEX for all others.

Keys of TCP MD5 and TCP-AO come from files, or from BGPDECODE_MD5_KEY in the environment, and are never shown.`

func (a *app) peerCommand() *cobra.Command {
	o := new(peerOptions)
	o.extras, o.proxy = peerExtras()
	c := &cobra.Command{
		Use:   "peer [ADDRESS ...]",
		Short: "Speak BGP with a router and show the session",
		Long:  peerLong + peerExtrasLong + peerInjectLong,
		Example: examples(
			"bgpdecode peer 192.0.2.1 --as 64500",
			"bgpdecode peer 192.0.2.1 --as 64500 --peer-as 64496 --family ipv4-unicast,ipv6-unicast",
			"bgpdecode peer 192.0.2.1 --as 64500 --passive --listen :179 --json",
			"bgpdecode peer 192.0.2.1 --as 64500 --until established,30s --quiet",
			"bgpdecode peer 192.0.2.1 --as 64500 --until eor --gr 120",
			"bgpdecode peer 192.0.2.1 --as 64500 --announce '198.51.100.0/24 next-hop 192.0.2.9'",
			"bgpdecode peer --config peers.conf --check",
			"bgpdecode peer 192.0.2.1 --as 64500 --write live.pcapng --write live.mrt --metrics 127.0.0.1:9179",
			"bgpdecode peer --proxy :1179 192.0.2.2 --write both.pcapng",
			"bgpdecode peer 192.0.2.1 --as 64500 --inject 'origin.*' --dry-run",
		),
		RunE: func(c *cobra.Command, args []string) error {
			a.topic = "peer"
			return a.peer(c.Context(), c.Flags(), a.shownTexts(args), o)
		},
	}
	o.register(c.Flags())
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		a.topic = "peer"
		return err
	})
	c.SetUsageFunc(o.usage)
	o.complete(c)
	return c
}

func (o *peerOptions) register(f *pflag.FlagSet) {
	f.SortFlags = false
	for _, s := range peer.All() {
		if s.Only != "" {
			continue
		}
		v := &settingFlag{s: peer.Lookup(s.Key)}
		o.settings = append(o.settings, v)
		f.Var(v, s.Key, s.Help)
		if s.Arg == "" {
			f.Lookup(s.Key).NoOptDefVal = "true"
		}
	}
	f.StringVar(&o.config, "config", "", "read peers and settings from this file")
	f.StringSliceVar(&o.listen, "listen", nil, "accept connections at this address and port: :179, 127.0.0.1:0, [::1]:1790; may be repeated")
	f.StringSliceVar(&o.accept, "accept", nil, "also accept peers that are not named, from these prefixes (0.0.0.0/0 for all)")
	f.BoolVar(&o.check, "check", false, "connect to nobody: only say what would be done, and show the OPEN")
	f.StringVar(&o.until, "until", "", "end when established, notification, eor, after a time, or one of them and a time: established,30s")
	f.Int64Var(&o.count, "count", 0, "end after so many messages, sent and received")
	f.CountVarP(&o.verbose, "verbose", "v", "the fields of each message below its line; -vv its octets too")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no lines for KEEPALIVEs, and for UPDATEs in which nothing is wrong")
	f.BoolVar(&o.all, "all", false, "a line for every message; otherwise those that come too fast to read are counted")
	f.BoolVar(&o.json, "json", false, "one JSON object per message, change and summary (see bgpdecode schema)")
	f.BoolVar(&o.fields, "fields", false, "with --json: every field with its offset and length; implies --json")
	f.BoolVar(&o.mute, "no-verdict", false, "decode only: do not judge messages, which is faster")
	f.IntVar(&o.width, "width", 0, "columns to write in, 40 at least (default: those of the terminal; in a pipe lines are whole)")
	f.Var(&o.color, "color", "auto, always or never; auto heeds NO_COLOR and TERM=dumb")
	for _, x := range o.extras {
		x.register(f)
	}
	o.inject.register(f)
}

// settingFlag is the flag of a setting. It keeps what was given: what it means is decided together with the file.
type settingFlag struct {
	s      *peer.Setting
	values []string
}

// String gives what was set.
func (v *settingFlag) String() string { return strings.Join(v.values, " ") }

// Type names the value in help texts.
func (v *settingFlag) Type() string {
	if v.s.Arg == "" {
		return "bool"
	}
	return v.s.Arg
}

// IsBoolFlag lets the flag stand without a value.
func (v *settingFlag) IsBoolFlag() bool { return v.s != nil && v.s.Arg == "" }

// Set reads a value.
func (v *settingFlag) Set(value string) error {
	if err := v.s.Check(value); err != nil {
		return err
	}
	if !v.s.Many {
		v.values = v.values[:0]
	}
	v.values = append(v.values, value)
	return nil
}

// flagEntries are the settings that the command line gives.
func (o *peerOptions) flagEntries() []peer.Entry {
	var list []peer.Entry
	for _, f := range o.settings {
		for _, v := range f.values {
			list = append(list, peer.Entry{Key: f.s.Key, Value: v})
		}
	}
	return list
}

// goal reads --until and --count.
func (o *peerOptions) goal() (g peer.Goal, err error) {
	if o.until != "" {
		if err := g.Parse(o.until); err != nil {
			return g, usagef("--until: %w", err)
		}
	}
	if o.count < 0 {
		return g, usagef("--count takes 1 at least")
	}
	g.Count = o.count
	return g, nil
}

// peer runs the command.
func (a *app) peer(ctx context.Context, f *pflag.FlagSet, args []string, o *peerOptions) error {
	if err := o.inject.check(o); err != nil {
		return err
	}
	if o.inject.wanted() {
		return a.peerInject(ctx, f, args, o)
	}
	cfgs, err := o.who(a, f, args)
	if err != nil {
		return err
	}
	if o.inject.wanted() { // the file says so
		return a.injectFile(ctx, f, o, cfgs)
	}
	goal, err := o.goal()
	if err != nil {
		return err
	}
	o.json = o.json || o.fields
	if err := checkWidth(o.width); err != nil {
		return err
	}
	if len(o.listen) == 0 && len(cfgs.list) > 0 && !cfgs.dials() {
		return usagef("all peers are passive, and nothing is listened on: add --listen :179")
	}
	if o.check {
		return a.peerCheck(o, cfgs)
	}
	return a.peerRun(ctx, o, cfgs, goal)
}

// who gives the peers, none for a proxy.
func (o *peerOptions) who(a *app, f *pflag.FlagSet, args []string) (*peerSet, error) {
	if o.proxy.wire() {
		return o.proxy.prepare(a, o, args)
	}
	return o.peers(a, f, args)
}

// peerSet is who to speak with.
type peerSet struct {
	list []speaker.PeerConfig
	once []bool             // which of them are not connected again when their sessions have ended
	any  speaker.PeerConfig // the settings of those who are not named
}

// dials reports whether a connection will be opened by this side.
func (p *peerSet) dials() bool {
	for i := range p.list {
		if !p.list[i].Passive {
			return true
		}
	}
	return false
}

// peers makes the configurations of the peers from the file and the flags.
func (o *peerOptions) peers(a *app, f *pflag.FlagSet, args []string) (*peerSet, error) {
	file, err := o.sections(f, args)
	if err != nil {
		return nil, err
	}
	b := peerBuilder{o: o, a: a, common: file.Entries, flags: o.flagEntries(), from: &peer.Sources{Env: a.env}}
	set := &peerSet{}
	for i := range file.Sections {
		cfg, once, err := b.build(&file.Sections[i])
		if err != nil {
			return nil, err
		}
		set.list, set.once = append(set.list, cfg), append(set.once, once)
	}
	if len(o.accept) > 0 {
		cfg, _, err := b.build(&peer.Section{Name: "0.0.0.0"})
		if err != nil {
			return nil, err
		}
		cfg.Remote, cfg.Passive = netip.Addr{}, true
		set.any = cfg
	}
	return set, nil
}

// sections gives the file, or a section for each address that was named.
func (o *peerOptions) sections(f *pflag.FlagSet, args []string) (*peer.File, error) {
	file := new(peer.File)
	if o.config != "" {
		if len(args) > 0 {
			return nil, usagef("peers are named by arguments or by --config, not by both")
		}
		var err error
		if file, err = o.readConfig(f); err != nil {
			return nil, err
		}
	}
	for _, s := range args {
		if ap, err := netip.ParseAddrPort(s); err == nil {
			return nil, usagef("%q is an address and a port: write %s --port %d", s, ap.Addr(), ap.Port())
		}
		if _, err := netip.ParseAddr(s); err != nil {
			return nil, usagef("%q is not the address of a peer; before a text that begins with \"peer\" write --", s)
		}
		file.Sections = append(file.Sections, peer.Section{Name: s})
	}
	if len(file.Sections) == 0 && len(o.accept) == 0 { // --interface names a peer, too
		file.Sections = append(file.Sections, peer.Section{})
		if o.config == "" && f.Lookup("interface").Value.String() == "" {
			return nil, usagef("who is the peer? name its address, --interface, --config or --accept")
		}
	}
	return file, nil
}

// peerBuilder makes the configuration of a peer: what its section says wins over the file, and the flags over both.
type peerBuilder struct {
	o             *peerOptions
	a             *app
	common, flags []peer.Entry
	from          *peer.Sources
}

// build reports, too, whether the peer is not connected again when its session has ended.
func (b *peerBuilder) build(section *peer.Section) (cfg speaker.PeerConfig, once bool, err error) {
	s, err := peer.Apply(b.o.defaults, b.common, section.Entries, b.flags)
	if err != nil {
		return cfg, false, b.o.entryError(err)
	}
	if section.Name != "" {
		s.Name(section.Name)
	}
	cfg, notes, err := s.Config(b.from)
	if err != nil {
		return cfg, false, b.o.configError(section, err)
	}
	for _, n := range notes {
		b.a.say(n)
	}
	if n := interfaceNote(&cfg); n != "" {
		b.a.say(n)
	}
	return cfg, !s.Reconnect(), nil
}

// interfaceNote says what is the matter with --interface, "" for nothing. An interface that is missing may come later.
func interfaceNote(cfg *speaker.PeerConfig) string {
	name := cfg.Interface
	switch {
	case name == "":
		return ""
	case cfg.Remote.IsValid() && cfg.Remote.Zone() != name:
		return "interface " + name + " is not used: the peer's address " + cfg.Remote.String() + " needs none; --device binds a connection to an interface"
	case cfg.Transport.Namespace != "":
		return ""
	}
	if _, err := net.InterfaceByName(name); err != nil {
		return "there is no interface " + name + " now: waiting for it"
	}
	return ""
}

// env looks up an environment variable.
func (a *app) env(name string) string {
	if a.s.Env == nil {
		return ""
	}
	return a.s.Env(name)
}

// entryError says which line or flag has a wrong value.
func (o *peerOptions) entryError(err error) error {
	var e *peer.EntryError
	if !errors.As(err, &e) {
		return usageError{err}
	}
	if e.Entry.Line > 0 {
		return usagef("%s:%d: %w", o.config, e.Entry.Line, err)
	}
	return usagef("--%w", err)
}

// configError says which peer cannot be as it is set.
func (o *peerOptions) configError(s *peer.Section, err error) error {
	if s.Line > 0 {
		err = fmt.Errorf("%s:%d: [%s]: %w", o.config, s.Line, s.Name, err)
	}
	var missing *os.PathError
	if errors.As(err, &missing) {
		return err
	}
	return usageError{err}
}

// readConfig reads the file of --config, and sets the flags that are not about a peer.
func (o *peerOptions) readConfig(f *pflag.FlagSet) (*peer.File, error) {
	r, err := os.Open(o.config)
	if err != nil {
		return nil, fmt.Errorf("--config: %w", err)
	}
	defer r.Close()
	file, err := peer.ReadFile(r, o.config)
	if err != nil {
		var line *peer.LineError
		if errors.As(err, &line) {
			return nil, usageError{err}
		}
		return nil, fmt.Errorf("--config: %w", err)
	}
	given := map[string]bool{}
	f.Visit(func(x *pflag.Flag) { given[x.Name] = true })
	kept := file.Entries[:0]
	for _, e := range file.Entries {
		if peer.Lookup(e.Key) != nil {
			kept = append(kept, e)
			continue
		}
		if err := o.setFromFile(f, e, given); err != nil {
			return nil, err
		}
	}
	file.Entries = kept
	return file, o.checkSections(file, f)
}

// setFromFile sets a flag that the command line has not.
func (o *peerOptions) setFromFile(f *pflag.FlagSet, e peer.Entry, given map[string]bool) error {
	flag := f.Lookup(e.Key)
	switch {
	case flag == nil || e.Key == "config" || e.Key == "help":
		return usagef("%s:%d: there is no setting %q; \"bgpdecode help peer\" lists them", o.config, e.Line, e.Key)
	case given[e.Key]:
		return nil
	}
	if flag.Value.Type() == "bool" {
		yes, err := peer.Yes(e.Value)
		if err != nil {
			return usagef("%s:%d: %s: %w", o.config, e.Line, e.Key, err)
		}
		e.Value = fmt.Sprint(yes)
	}
	if e.Key == "verbose" && e.Value == "yes" {
		e.Value = "1"
	}
	if err := f.Set(e.Key, e.Value); err != nil {
		return usagef("%s:%d: %s: %q is no value for it", o.config, e.Line, e.Key, e.Value)
	}
	return nil
}

// checkSections refuses keys that are not about one peer.
func (o *peerOptions) checkSections(file *peer.File, f *pflag.FlagSet) error {
	for _, s := range file.Sections {
		for _, e := range s.Entries {
			switch {
			case peer.Lookup(e.Key) != nil:
			case f.Lookup(e.Key) != nil && e.Key != "config" && e.Key != "help":
				return usagef("%s:%d: %s is not about one peer: it belongs in front of the first section", o.config, e.Line, e.Key)
			default:
				return usagef("%s:%d: there is no setting %q; \"bgpdecode help peer\" lists them", o.config, e.Line, e.Key)
			}
		}
	}
	return nil
}

// peerSignals makes a context that ends with SIGTERM too, and lets the second signal end the program at once.
func peerSignals(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	undo := context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt, syscall.SIGTERM) })
	return ctx, func() { undo(); stop() }
}
