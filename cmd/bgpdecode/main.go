// Command bgpdecode tells what a router printed about a dead BGP session: what was sent, which octet matters,
// whether the complaint is right, who must act. See "bgpdecode help".
package main

import (
	"os"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/cli"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

func main() { os.Exit(cli.Run(os.Args[1:], ui.System())) }
