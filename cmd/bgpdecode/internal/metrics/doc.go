// Package metrics counts what a speaker or a proxy tells, its speaker.Event values, and serves the counts to Prometheus:
// its text format, version 0.0.4, over HTTP.
//
//	m := metrics.New(metrics.Options{})
//	m.Configured(peer)
//	speaker.Options{OnEvent: m.Event}
//	srv, err := metrics.Listen("127.0.0.1:9179", false, m.AppendText)
//
// What a peer can make up never becomes a label: peers are those configured (all others count as one), error codes those
// of the registry (all others count as one). So the number of series is bounded by the configuration.
//
// # Why Prometheus's own library is not linked
//
// Go initialises every package that a program links, whatever it is used for, and a paste must be answered at once.
// Measured beside a program that links package net only: client_golang costs 1730 allocations and 1.7 to 2.5 ms of CPU at
// each start, its protobuf model alone 0.5 ms and 100 allocations, net/http alone 0.8 ms and 200 allocations. The text
// format is one page. So it is written here, and the library is what the tests compare with, octet by octet, and
// net/http is what they fetch it with.
package metrics
