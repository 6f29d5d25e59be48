// Package report joins what is known of one event, decodes it, has it explained, and writes the result: as one JSON
// object of the contract, as a page for people, or as one line.
//
//	dump.Event ── Builder.Build ──> Report ──> AppendJSON, Text, Brief
//
// A Report is a value without behaviour: the event as the text told it, the tree of its octets, how AS width and
// ADD-PATH were decided, and the Explanation. The JSON is described by the JSON Schema that Schema returns; it names
// the keys that are promised. Programs must accept keys that it does not name: they are added, never renamed.
//
// Everything that a log line or a peer wrote is untrusted. It is escaped in JSON and goes through codec/safetext on
// pages. The package judges nothing itself (that is explain) and lays out no octets (that is codec/tree).
package report
