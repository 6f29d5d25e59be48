// Package interop holds, as tests, sessions of the speaker with the BGP daemons
// that others run: FRR, BIRD, OpenBGPD, GoBGP and ExaBGP. Each test starts fresh
// daemons on loopback addresses from configurations of its own, asks them
// through their own control tools what they saw, and reads their own logs.
//
// It has no code outside tests, and tests nothing without those daemons: where
// one is missing, package peertest decides between a skip and a failure.
package interop
