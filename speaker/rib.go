package speaker

import "github.com/bgpdecode/bgpdecode/codec"

type adjRIBIn struct{}

func newAdjRIBIn() *adjRIBIn { return &adjRIBIn{} }

type staleness struct{}

func (c *conn) applyUpdate()                                    {}
func (p *Peer) routesGone(c *conn)                              {}
func (p *Peer) routesKept(c *conn)                              {}
func (p *Peer) sessionUp(c *conn)                               {}
func (p *Peer) forgetRoutes()                                   {}
func (p *Peer) clearFamily(c *conn, f codec.Family, why string) {}
func (p *Peer) refreshBegins(c *conn, f codec.Family)           {}
func (p *Peer) refreshEnds(c *conn, f codec.Family)             {}
