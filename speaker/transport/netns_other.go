//go:build !linux

package transport

// inNamespace runs f; there are no network namespaces here.
func inNamespace(ns string, f func() error) error {
	if ns != "" {
		return notHere("network namespace")
	}
	return f()
}
