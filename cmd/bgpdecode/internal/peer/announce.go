package peer

import "errors"

func checkRoute(v string) error { return errors.New("not yet") }
