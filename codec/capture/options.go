package capture

// Options are the limits of a Source. A zero field means its default.
type Options struct {
	// Kind says what the (decompressed) input is; KindUnknown lets the content say.
	Kind Kind

	MaxRecord       int // octets of one packet or record; default 16 MiB
	MaxStreams      int // TCP connections followed at a time; default 8192
	MaxStreamOctets int // octets held for one direction of a connection, waiting for lost ones; default 512 KiB
	MaxOctets       int // the same for all connections together; default 16 MiB
	MaxSessions     int // sessions whose OPENs are remembered (MRT, BMP); default 65536
	MaxWindow       int // octets of history that a decompressor may keep; default 128 MiB

	// MaxUnpacked is how many octets a compressed input or an archive may have when it is unpacked; default 1 TiB. Budget takes its
	// place where several inputs share one.
	MaxUnpacked int64
	Budget      *Budget
	shared      bool // Budget was given: the octets of the input are counted in it already

	// Connections asks for RecordState records when a TCP connection opens or ends (pcap, pcapng).
	Connections bool
	// Falls asks for a RecordState when the TCP connection of a session ends and no NOTIFICATION was seen on it (pcap, pcapng).
	Falls bool
	// Peers asks for a RecordReport for each row of a peer index table (MRT).
	Peers bool
}

func (o Options) withDefaults() Options {
	set := func(p *int, v int) {
		if *p <= 0 {
			*p = v
		}
	}
	set(&o.MaxRecord, 16<<20)
	set(&o.MaxStreams, 8192)
	set(&o.MaxStreamOctets, 512<<10)
	set(&o.MaxOctets, 16<<20)
	set(&o.MaxSessions, 65536)
	set(&o.MaxWindow, 128<<20)
	if o.MaxUnpacked <= 0 {
		o.MaxUnpacked = 1 << 40
	}
	if o.shared = o.Budget != nil; !o.shared {
		o.Budget = NewBudget(o.MaxUnpacked)
	}
	return o
}

// Stats counts what was read, skipped and dropped. Counters of one format stay 0 for the others.
type Stats struct {
	Octets   int64 // of the decompressed input
	Records  int64 // packets, records or messages of the input's own framing
	Messages int64 // BGP messages handed out
	Damaged  int64 // places reported as damage
	Skipped  int64 // octets passed over to find the next plausible record

	// pcap and pcapng
	OtherLink   int64 // packets of a link layer that is not read
	NotTCP      int64 // packets without TCP in them
	Fragments   int64 // IP fragments of datagrams that are not complete
	Reassembled int64 // datagrams that were put together from fragments
	// FragmentOverlap counts datagrams that were refused because their fragments overlap.
	FragmentOverlap int64
	BadHeader       int64 // packets whose IP or TCP header is damaged or cut
	Snapped         int64 // TCP packets of which the capture holds only a part
	NotBGP          int64 // octets of TCP streams in which no BGP was found
	Duplicate       int64 // octets that came again (retransmission, overlap)
	Conflicting     int64 // of these, octets that differed from the first time
	LostOctets      int64 // octets of BGP streams that are missing
	Streams         int64 // TCP connections with BGP in them
	Evicted         int64 // connections given up for MaxStreams
	OverStream      int64 // octets dropped for MaxStreamOctets
	OverOctets      int64 // octets dropped for MaxOctets

	// MRT and BMP
	Unknown      int64 // records of a type that is not BGP's or not known
	Others       Others
	OverSessions int64 // sessions forgotten for MaxSessions
	Unbuilt      int64 // table entries that fit into no UPDATE, or whose NLRI cannot be told from what follows
}
