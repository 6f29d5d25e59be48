// Package diff reads the official IANA XML pages that a user has downloaded and tells what such an edition adds, changes
// or removes against the project's source tables. It fetches nothing and changes nothing, and no program links it but
// registry/diffcmd.
package diff
