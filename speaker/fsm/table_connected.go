package fsm

// This file has the states with a connection, RFC 4271 section 8.2.2 "OpenSent", "OpenConfirm" and "Established".

var openSentRows = []row{
	{[]EventKind{ManualStart, AutomaticStart, ManualStartPassive, AutomaticStartPassive, AutomaticStartDamp, AutomaticStartDampPassive}, always,
		[]op{opIgnore}, OpenSent, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{ManualStop}, always, []op{noteCause, opDrop, opZeroCounter}, Idle, "RFC 4271 8.2.2 OpenSent, RFC 4486"},
	{[]EventKind{AutomaticStop}, always, []op{noteCause, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenSent, RFC 4486"},
	{[]EventKind{HoldTimerExpires}, always, []op{noteHold, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{TcpConnectionValid, TcpCRAcked, TcpConnectionConfirmed}, always, []op{opTrack}, OpenSent, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{TcpCRInvalid}, always, []op{opIgnore}, OpenSent, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{TcpConnectionFails}, always, []op{opClose, opRetry, opListen}, Active, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{BGPOpen}, lost, []op{noteCollision, opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 OpenSent"},
	{[]EventKind{BGPOpen}, always, []op{opNoDelay, opNoRetry, opKeepalive, opNegotiate}, OpenConfirm, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{BGPHeaderErr, BGPOpenMsgErr}, always, []op{noteCause, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenSent"},
	{[]EventKind{OpenCollisionDump}, always, []op{noteCollision, opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 OpenSent"},
	{[]EventKind{NotifMsgVerErr}, always, []op{opDrop}, Idle, "RFC 4271 8.2.2 OpenSent"},
	// The text counts event 25 among those that are answered with 5. Section 6.4 forbids to answer a NOTIFICATION with one.
	{[]EventKind{NotifMsg}, always, []op{opDrop, opCount}, Idle, "RFC 4271 6.4, 8.2.2 OpenSent"},
	{[]EventKind{ConnectRetryTimerExpires, KeepaliveTimerExpires, DelayOpenTimerExpires, IdleHoldTimerExpires, BGPOpenWithDelayOpenTimer,
		KeepAliveMsg, UpdateMsg, UpdateMsgErr, RouteRefreshMsg}, always, []op{noteFSM, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenSent, RFC 6608 4"},
	{[]EventKind{SendHoldTimerExpires}, always, []op{opLate}, OpenSent, "RFC 9687 4.3"},
}

var openConfirmRows = []row{
	{[]EventKind{ManualStart, AutomaticStart, ManualStartPassive, AutomaticStartPassive, AutomaticStartDamp, AutomaticStartDampPassive}, always,
		[]op{opIgnore}, OpenConfirm, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{ManualStop}, always, []op{noteCause, opDrop, opZeroCounter}, Idle, "RFC 4271 8.2.2 OpenConfirm, RFC 4486"},
	{[]EventKind{AutomaticStop}, always, []op{noteCause, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenConfirm, RFC 4486"},
	{[]EventKind{HoldTimerExpires}, always, []op{noteHold, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{KeepaliveTimerExpires}, always, []op{opKeepalive, opKeepaliveTimer}, OpenConfirm, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{TcpConnectionValid, TcpCRAcked, TcpConnectionConfirmed}, always, []op{opTrack}, OpenConfirm, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{TcpCRInvalid}, always, []op{opIgnore}, OpenConfirm, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{TcpConnectionFails, NotifMsg}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{NotifMsgVerErr}, always, []op{opDrop}, Idle, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{BGPOpen}, lost, []op{noteCollision, opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 OpenConfirm"},
	{[]EventKind{BGPOpen}, other, []op{opIgnore}, OpenConfirm, "RFC 4271 6.8, 8.2.2 OpenConfirm"},
	// A second OPEN on the same connection: the text knows only that of a collision. It is a message that the state does not expect.
	{[]EventKind{BGPOpen}, always, []op{noteFSM, opDrop, opCount}, Idle, "RFC 6608 4"},
	{[]EventKind{BGPHeaderErr, BGPOpenMsgErr}, always, []op{noteCause, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenConfirm"},
	{[]EventKind{OpenCollisionDump}, always, []op{noteCollision, opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 OpenConfirm"},
	{[]EventKind{KeepAliveMsg}, always, []op{opHoldTimer, opSendHoldTimer, opUp}, Established, "RFC 4271 8.2.2 OpenConfirm, RFC 9687 4.3"},
	{[]EventKind{ConnectRetryTimerExpires, DelayOpenTimerExpires, IdleHoldTimerExpires, BGPOpenWithDelayOpenTimer, UpdateMsg, UpdateMsgErr,
		RouteRefreshMsg}, always, []op{noteFSM, opDrop, opCount}, Idle, "RFC 4271 8.2.2 OpenConfirm, RFC 6608 4"},
	{[]EventKind{SendHoldTimerExpires}, always, []op{opLate}, OpenConfirm, "RFC 9687 4.3"},
}

// The messages of a session that is up come first: they are looked up for each one received.
var establishedRows = []row{
	{[]EventKind{UpdateMsg}, always, []op{opUpdate, opHoldTimer}, Established, "RFC 4271 8.2.2 Established"},
	{[]EventKind{KeepAliveMsg}, always, []op{opHoldTimer}, Established, "RFC 4271 8.2.2 Established"},
	{[]EventKind{KeepaliveTimerExpires}, always, []op{opKeepalive, opKeepaliveTimer}, Established, "RFC 4271 8.2.2 Established"},
	// No event of RFC 4271; implementations take it for a sign of life.
	{[]EventKind{RouteRefreshMsg}, always, []op{opRefresh, opHoldTimer}, Established, "RFC 2918 4"},
	{[]EventKind{ManualStart, AutomaticStart, ManualStartPassive, AutomaticStartPassive, AutomaticStartDamp, AutomaticStartDampPassive}, always,
		[]op{opIgnore}, Established, "RFC 4271 8.2.2 Established"},
	{[]EventKind{ManualStop}, always, []op{noteCause, opRoutes, opDrop, opZeroCounter}, Idle, "RFC 4271 8.2.2 Established, RFC 4486, RFC 8538 4"},
	{[]EventKind{AutomaticStop}, always, []op{noteCause, opRoutes, opDrop, opCount}, Idle, "RFC 4271 8.2.2 Established, RFC 4486, RFC 8538 4"},
	// The list of the text does not delete the routes; section 6 does it for every error that ends a connection.
	{[]EventKind{HoldTimerExpires}, always, []op{noteHold, opRoutes, opDrop, opCount}, Idle, "RFC 4271 6, 8.2.2 Established, RFC 8538 4"},
	// The peer has restarted: the old connection goes without a word, its routes stay. The new one is taken up from Connect.
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, graceful, []op{opRoutes, opDrop, opInit, opZeroCounter, opRetry}, Connect, "RFC 4724 4.2, 5"},
	{[]EventKind{TcpConnectionValid, TcpCRAcked, TcpConnectionConfirmed}, always, []op{opTrack}, Established, "RFC 4271 8.2.2 Established"},
	{[]EventKind{TcpCRInvalid}, always, []op{opIgnore}, Established, "RFC 4271 8.2.2 Established"},
	// The text damps after all other falls of Established and does not say it of these three. How to damp is a local matter, RFC 4486
	// section 4 wants it after a Cease, and a peer that closes again and again is what damping is for.
	{[]EventKind{TcpConnectionFails, NotifMsgVerErr, NotifMsg}, always, []op{opRoutes, opDrop, opCount}, Idle, "RFC 4271 8.2.2 Established, RFC 4724 5, RFC 8538 4"},
	{[]EventKind{BGPOpen}, collidesLost, []op{noteCollision, opRoutes, opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 Established"},
	// Without CollisionDetectEstablishedState an Established connection always wins (section 6.8).
	{[]EventKind{BGPOpen}, foreign, []op{opIgnore}, Established, "RFC 4271 6.8"},
	// As in OpenConfirm: a second OPEN on the same connection.
	{[]EventKind{BGPOpen}, always, []op{noteFSM, opRoutes, opDrop, opCount}, Idle, "RFC 6608 4"},
	{[]EventKind{OpenCollisionDump}, collides, []op{noteCollision, opRoutes, opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 Established"},
	{[]EventKind{OpenCollisionDump}, always, []op{opIgnore}, Established, "RFC 4271 6.8, 8.1.5"},
	{[]EventKind{UpdateMsgErr}, always, []op{noteCause, opRoutes, opDrop, opCount}, Idle, "RFC 4271 8.2.2 Established, RFC 7606, RFC 8538 4"},
	// The text counts event 21 among those that are answered with 5. Section 6.1 says which subcode of 1 and which Data it has.
	{[]EventKind{BGPHeaderErr}, always, []op{noteCause, opRoutes, opDrop, opCount}, Idle, "RFC 4271 6.1, 8.2.2 Established, RFC 8538 4"},
	{[]EventKind{SendHoldTimerExpires}, always, []op{noteSendHold, opRoutes, opDrop, opCount}, Idle, "RFC 9687 4.3"},
	{[]EventKind{ConnectRetryTimerExpires, DelayOpenTimerExpires, IdleHoldTimerExpires, BGPOpenWithDelayOpenTimer, BGPOpenMsgErr}, always,
		[]op{noteFSM, opRoutes, opDrop, opCount}, Idle, "RFC 4271 8.2.2 Established, RFC 6608 4, RFC 8538 4"},
}
