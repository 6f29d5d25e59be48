// Package capture reads BGP messages out of captures and table dumps: pcap and pcapng files, MRT (RFC 6396,
// RFC 6397, RFC 8050), BMP streams (RFC 7854, RFC 8671, RFC 9069), also inside of TCP, raw BGP streams, and the JSON
// that tshark prints of packets, each of them plain or compressed (gzip, zstd, bzip2, xz), also several times over. What
// an input is, its content says, never its name.
//
//	src, err := capture.Open(r, capture.Options{})
//	for rec, err := range src.Records() { ... }
//
// A tar or zip archive has Members instead, each of which can be opened in its turn:
//
//	for m, err := range src.Members() { inner, err := capture.Open(m, capture.Options{}) ... }
//
// Everything is a Record: a message with what the capture proves of its session, a change of a session's state,
// a report (peer table, statistics, initiation), or the place of a damage. Records come in the order of the
// input, as soon as their last octet has been read, so a live capture can be read through a pipe.
//
// Damage never ends the reading while anything can still be had: it is reported with its record number and
// octet offset, and reading resumes at the next plausible record. Memory is bounded whatever the input; what a
// limit dropped is counted in Stats. No allocation follows a length or a count that the input merely claims.
//
// Beside the readers stand writers of pcapng, pcap and MRT: NewWriter takes messages with their ends and times and
// writes each at once and whole, so that what is there is a valid file at any time.
//
//	w, err := capture.NewPcapngWriter(f)
//	err = w.Write(&capture.Message{Time: now, Src: us, Dst: peer, Octets: msg})
//
// The package does not decode messages (package codec does), does not open files and has no wish to be a
// general packet decoder: it steps over Ethernet, IP and TCP headers, and those of the tunnels that mirrored traffic
// comes in, only as far as BGP's octets need it.
//
// # Why there is no packet library in here
//
// The file formats, the link layers, the tunnels and the reassembly are this package's own, about 1800 lines;
// github.com/gopacket/gopacket is used by the tests, which write captures with it. The reasons:
//
//   - pcapgo ends at the first damaged record, tells no offsets and trusts the block lengths of pcapng. What
//     can be had of a damaged file lies behind the damage.
//   - reassembly hands out octets of a direction without the place where octets are missing, keeps one page
//     object for every 1900 octets, knows no limit on streams, and registers a flag in the program's own flag set.
//     Here the framing of BGP takes part: a message whose middle is lost ends where its Length field says, and
//     the next one starts there without a search.
//   - layers and pcapgo cost 1 ms of CPU at each start of a program that links them (measured: 2.8 ms instead of 1.8)
//     and 2.9 MB, and they link package net. A cold paste must not pay for captures.
package capture
