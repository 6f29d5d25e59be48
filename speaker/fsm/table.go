package fsm

// This file has the states without a connection, RFC 4271 section 8.2.2 "Idle", "Connect" and "Active".

var idleRows = []row{
	{[]EventKind{ManualStart, AutomaticStart}, always,
		[]op{opStart, opInit, opZeroCounter, opRetry, opDial, opListen}, Connect, "RFC 4271 8.2.2 Idle"},
	{[]EventKind{ManualStartPassive, AutomaticStartPassive}, always,
		[]op{opStart, opInit, opZeroCounter, opRetry, opListen}, Active, "RFC 4271 8.2.2 Idle"},
	// "Ignored in the Idle state." But a session that waits to start again by itself must stay down when it is told to.
	{[]EventKind{ManualStop, AutomaticStop}, always, []op{opIgnore, opNoPause}, Idle, "RFC 4271 8.2.2 Idle"},
	// The method of damping is a local matter: events 6 and 7 wait until the IdleHoldTimer, which a fall has started, expires.
	{[]EventKind{AutomaticStartDamp, AutomaticStartDampPassive}, backingOff, []op{opBackOff}, Idle, "RFC 4271 8.2.2 Idle"},
	{[]EventKind{AutomaticStartDamp}, always,
		[]op{opStart, opInit, opZeroCounter, opRetry, opDial, opListen}, Connect, "RFC 4271 8.2.2 Idle"},
	{[]EventKind{AutomaticStartDampPassive}, always,
		[]op{opStart, opInit, opZeroCounter, opRetry, opListen}, Active, "RFC 4271 8.2.2 Idle"},
	{[]EventKind{IdleHoldTimerExpires}, dampedPassive,
		[]op{opStart, opInit, opZeroCounter, opRetry, opListen}, Active, "RFC 4271 8.2.2 Idle"},
	{[]EventKind{IdleHoldTimerExpires}, damped,
		[]op{opStart, opInit, opZeroCounter, opRetry, opDial, opListen}, Connect, "RFC 4271 8.2.2 Idle"},
	// "In this state, BGP FSM refuses all incoming BGP connections for this peer."
	{[]EventKind{TcpConnectionValid, TcpCRAcked, TcpConnectionConfirmed}, always, []op{opReject}, Idle, "RFC 4271 8.2.2 Idle"},
	// Event 13 is here for a session without damping, and for an expiry that comes too late.
	{[]EventKind{ConnectRetryTimerExpires, HoldTimerExpires, KeepaliveTimerExpires, DelayOpenTimerExpires, IdleHoldTimerExpires, TcpCRInvalid,
		TcpConnectionFails, BGPOpen, BGPOpenWithDelayOpenTimer, BGPHeaderErr, BGPOpenMsgErr, OpenCollisionDump, NotifMsgVerErr, NotifMsg,
		KeepAliveMsg, UpdateMsg, UpdateMsgErr, SendHoldTimerExpires, RouteRefreshMsg}, always, []op{opIgnore}, Idle, "RFC 4271 8.2.2 Idle"},
}

var connectRows = []row{
	{[]EventKind{ManualStart, AutomaticStart, ManualStartPassive, AutomaticStartPassive, AutomaticStartDamp, AutomaticStartDampPassive}, always,
		[]op{opIgnore}, Connect, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{ManualStop}, always, []op{opDrop, opZeroCounter}, Idle, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{ConnectRetryTimerExpires}, always,
		[]op{opClose, opRetry, opNoDelay, opDial, opListen}, Connect, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{DelayOpenTimerExpires}, delaying, []op{opOpen, opLargeHold}, OpenSent, "RFC 4271 8.2.2 Connect"},
	// The text has no condition; but without the timer there is no connection to send an OPEN on.
	{[]EventKind{DelayOpenTimerExpires}, always, []op{opLate}, Connect, "RFC 4271 8.1.3"},
	{[]EventKind{TcpConnectionValid}, always, []op{opAccept}, Connect, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{TcpCRInvalid}, always, []op{opReject}, Connect, "RFC 4271 8.2.2 Connect"},
	// A second connection while the OPEN of the first is delayed: tracked as in the states with a connection (section 6.8).
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, delaying, []op{opTrack}, Connect, "RFC 4271 6.8"},
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, delayOpen, []op{opNoRetry, opDelay}, Connect, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, always,
		[]op{opNoRetry, opInit, opOpen, opLargeHold}, OpenSent, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{TcpConnectionFails}, delaying, []op{opClose, opRetry, opListen}, Active, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{TcpConnectionFails}, always, []op{opDrop}, Idle, "RFC 4271 8.2.2 Connect"},
	// Event 20 with a lost collision is what event 23 would be.
	{[]EventKind{BGPOpenWithDelayOpenTimer}, delayingLost, []op{opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 Connect"},
	{[]EventKind{BGPOpenWithDelayOpenTimer}, delaying,
		[]op{opNoRetry, opInit, opNoDelay, opOpen, opKeepalive, opNegotiate}, OpenConfirm, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{BGPHeaderErr, BGPOpenMsgErr}, notWithout, []op{noteCause, opDrop, opCount}, Idle, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{BGPHeaderErr, BGPOpenMsgErr}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{NotifMsgVerErr}, delaying, []op{opDrop}, Idle, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{NotifMsgVerErr}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 Connect"},
	// "Any other events (8, 10-11, 13, 19, 23, 25-28)": no NOTIFICATION. Event 20 is here for when no timer runs.
	{[]EventKind{AutomaticStop, HoldTimerExpires, KeepaliveTimerExpires, IdleHoldTimerExpires, BGPOpen, BGPOpenWithDelayOpenTimer, OpenCollisionDump,
		NotifMsg, KeepAliveMsg, UpdateMsg, UpdateMsgErr, RouteRefreshMsg}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 Connect"},
	{[]EventKind{SendHoldTimerExpires}, always, []op{opLate}, Connect, "RFC 9687 4.3"},
}

var activeRows = []row{
	{[]EventKind{ManualStart, AutomaticStart, ManualStartPassive, AutomaticStartPassive, AutomaticStartDamp, AutomaticStartDampPassive}, always,
		[]op{opIgnore}, Active, "RFC 4271 8.2.2 Active"},
	{[]EventKind{ManualStop}, delayNotify, []op{noteCause, opDrop, opZeroCounter}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{ManualStop}, always, []op{opDrop, opZeroCounter}, Idle, "RFC 4271 8.2.2 Active"},
	// The text of Active opens a connection always; section 8.2.1 does not, for who is "configured to remain passive".
	{[]EventKind{ConnectRetryTimerExpires}, passive, []op{opRetry, opListen}, Active, "RFC 4271 8.2.1"},
	{[]EventKind{ConnectRetryTimerExpires}, always, []op{opRetry, opDial, opListen}, Connect, "RFC 4271 8.2.2 Active"},
	{[]EventKind{DelayOpenTimerExpires}, delaying,
		[]op{opNoRetry, opInit, opOpen, opLargeHold}, OpenSent, "RFC 4271 8.2.2 Active"},
	// As in Connect: no timer, no connection.
	{[]EventKind{DelayOpenTimerExpires}, always, []op{opLate}, Active, "RFC 4271 8.1.3"},
	{[]EventKind{TcpConnectionValid}, always, []op{opAccept}, Active, "RFC 4271 8.2.2 Active"},
	{[]EventKind{TcpCRInvalid}, always, []op{opReject}, Active, "RFC 4271 8.2.2 Active"},
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, delaying, []op{opTrack}, Active, "RFC 4271 6.8"},
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, delayOpen, []op{opNoRetry, opDelay}, Active, "RFC 4271 8.2.2 Active"},
	{[]EventKind{TcpCRAcked, TcpConnectionConfirmed}, always,
		[]op{opNoRetry, opInit, opOpen, opLargeHold}, OpenSent, "RFC 4271 8.2.2 Active"},
	// The ConnectRetryTimer is started although Idle ignores its expiry: so it is written.
	{[]EventKind{TcpConnectionFails}, always, []op{opDrop, opRetry, opCount}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{BGPOpenWithDelayOpenTimer}, delayingLost, []op{opDrop, opCount}, Idle, "RFC 4271 6.8, 8.2.2 Active"},
	{[]EventKind{BGPOpenWithDelayOpenTimer}, delaying,
		[]op{opNoRetry, opNoDelay, opInit, opOpen, opKeepalive, opNegotiate}, OpenConfirm, "RFC 4271 8.2.2 Active"},
	{[]EventKind{BGPHeaderErr, BGPOpenMsgErr}, notWithout, []op{noteCause, opDrop, opCount}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{BGPHeaderErr, BGPOpenMsgErr}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{NotifMsgVerErr}, delaying, []op{opDrop}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{NotifMsgVerErr}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{AutomaticStop, HoldTimerExpires, KeepaliveTimerExpires, IdleHoldTimerExpires, BGPOpen, BGPOpenWithDelayOpenTimer, OpenCollisionDump,
		NotifMsg, KeepAliveMsg, UpdateMsg, UpdateMsgErr, RouteRefreshMsg}, always, []op{opDrop, opCount}, Idle, "RFC 4271 8.2.2 Active"},
	{[]EventKind{SendHoldTimerExpires}, always, []op{opLate}, Active, "RFC 9687 4.3"},
}
