// Package gobgp asks GoBGP's packet library what it reads in the messages of package oracle, and compares. It has tests
// only. GoBGP is a module of its own, so that its code and its dependencies never enter the module above: after a change of
// that module's dependencies run "go mod tidy" here.
package gobgp
