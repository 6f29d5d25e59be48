// Package batch reads whole files: it finds every BGP event in logs and captures of any size, in bounded memory, and
// writes each of them, or a summary by cause.
//
//	inputs ── excerpt  ──> chunks of lines that may matter ── workers: dump.Read ──> events
//	       ── capture  ──> messages                                                    │
//	                         sequencer: ids, links, sessions, filters <── in order ────┘
//	                         workers: report.Builder, one form ── in order ──> writer
//
// What is printed depends on the content of the inputs alone: neither the size of the blocks in which they are read nor
// the number of workers changes it. The package finds no places in a text (that is internal/excerpt), recognises no
// vendor's words (codec/logline), reads no octets from text (codec/dump), opens no capture format (codec/capture) and
// judges nothing (explain).
//
// Its files by what they are for: pipe, reader, records, parse, sequence, write (the stages); follow, merge, archive,
// years, zones (ways of reading); form and form_timeline (one event, one session), summary (causes), correlate (both sides
// of one story), save (captures that are written).
package batch
