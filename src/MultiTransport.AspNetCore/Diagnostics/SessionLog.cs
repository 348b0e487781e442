using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>What the engine tells, as log events, metrics and traces. What clients cause is Debug, what bounds and policies cause is Warning, what the application causes is Error.</summary>
internal sealed partial class SessionLog(ILogger<SessionLog> logger, MultiTransportMetrics metrics, SessionTraces traces, WireMeter wire, TimeProvider time) : ISessionObserver
{
    private readonly ConditionalWeakTable<Session, FaultPace> _faults = []; // of sessions whose handler failed at all

    public void Opened(Session session)
    {
        metrics.SessionOpened();
        traces.Opened(session);
        LogOpened(session.Id, session.Endpoint);
    }

    public void Attached(Session session, string transport, bool isCandidate)
    {
        metrics.ConnectionAttached(transport);
        traces.Attached(session, transport, isCandidate);
        LogAttached(session.Id, transport, isCandidate);
    }

    public void Promoted(Session session, string transport)
    {
        metrics.Promoted(transport);
        traces.Promoted(session, transport);
        LogPromoted(session.Id, transport);
    }

    public void Detached(Session session, string transport, CloseCode code, TimeSpan duration)
    {
        metrics.ConnectionDetached(transport, code, duration);
        traces.Detached(session, transport, code);
        LogDetached(session.Id, transport, code.Name(), duration);
    }

    public void Reported(Session session, string transport, string reason)
    {
        metrics.Reported(transport, reason);
        traces.Reported(session, transport, reason);
        LogReported(session.Id, transport, reason);
    }

    public void Gap(Session session, long from, long to)
    {
        metrics.Dropped(to - from + 1);
        LogGap(session.Id, from, to);
    }

    public void ClientFailed(Session session, long number, string code) => LogClientFailed(session.Id, number, LogText.Clean(code));

    public void HandlerFailed(Session session, long number, Exception fault)
    {
        metrics.HandlerFailed();
        if (_faults.GetOrCreateValue(session).Takes(time, out var unlogged))
        {
            LogHandlerFailed(fault, session.Id, number, unlogged);
        }
    }

    public void Closed(Session session, CloseReason reason, TimeSpan duration)
    {
        metrics.SessionClosed(reason.Code, duration);
        traces.Closed(session, reason.Code);
        wire.Closed(session.Id);
        LogClosed(session.Id, reason.Code.Name(), duration);
    }

    public void Negotiated(Refusal? refusal) => metrics.Negotiated(refusal?.Code);

    /// <summary>A session that was not opened, for a bound, a rate or the state of the server.</summary>
    public void Refused(string endpoint, Refusal refusal)
    {
        metrics.Refused(refusal.Code);
        LogRefused(endpoint, refusal.Code, refusal.Detail);
    }

    /// <summary>The shared sweep came late for the first time, or in time again.</summary>
    public void PressureChanged(bool isOn)
    {
        if (isOn)
        {
            LogPressure();
        }
        else
        {
            LogRelief();
        }
    }

    public void Shed(int sessions, long bytes) => LogShed(sessions, bytes);

    public void Draining(int sessions, TimeSpan most) => LogDraining(sessions, most);

    public void Drained(in DrainReport report)
    {
        metrics.Drained(report);
        LogDrained(report.Duration, report.Told, report.Away, report.Ended, report.Cut);
    }

    /// <summary>An upgrade that did not arrive as one: what a proxy did to it can be read off here.</summary>
    public void UpgradeArrived(HttpContext context)
    {
        var headers = context.Request.Headers;
        LogUpgradeArrived(
            context.Request.Protocol,
            LogText.Clean(headers.Upgrade.ToString()),
            LogText.Clean(headers.Connection.ToString()),
            headers.SecWebSocketKey.Count > 0,
            LogText.Clean(headers.Via.ToString()));
    }

    [LoggerMessage(EventId = 1001, EventName = "SessionOpened", Level = LogLevel.Debug, Message = "Session {Session} opened on {Endpoint}.")]
    private partial void LogOpened(SessionId session, string endpoint);

    [LoggerMessage(EventId = 1002, EventName = "ConnectionAttached", Level = LogLevel.Debug, Message = "Session {Session} attached by {Transport} (candidate: {IsCandidate}).")]
    private partial void LogAttached(SessionId session, string transport, bool isCandidate);

    [LoggerMessage(EventId = 1003, EventName = "ConnectionPromoted", Level = LogLevel.Debug, Message = "Session {Session} promoted {Transport}.")]
    private partial void LogPromoted(SessionId session, string transport);

    [LoggerMessage(EventId = 1004, EventName = "ConnectionDetached", Level = LogLevel.Debug, Message = "Session {Session} detached from {Transport} with {Code} after {Duration}.")]
    private partial void LogDetached(SessionId session, string transport, string code, TimeSpan duration);

    [LoggerMessage(EventId = 1005, EventName = "MessagesDropped", Level = LogLevel.Warning, Message = "Session {Session} lost messages {From} to {To}: its outgoing log was full.")]
    private partial void LogGap(SessionId session, long from, long to);

    [LoggerMessage(EventId = 1006, EventName = "ClientFailed", Level = LogLevel.Debug, Message = "The client of session {Session} failed message {Number} with {Code}.")]
    private partial void LogClientFailed(SessionId session, long number, string code);

    [LoggerMessage(
        EventId = 1007,
        EventName = "HandlerFailed",
        Level = LogLevel.Error,
        Message = "The handler of session {Session} failed on message {Number}; {Unlogged} failures before it were counted and not logged.")]
    private partial void LogHandlerFailed(Exception fault, SessionId session, long number, int unlogged);

    [LoggerMessage(EventId = 1008, EventName = "SessionClosed", Level = LogLevel.Debug, Message = "Session {Session} closed with {Code} after {Duration}.")]
    private partial void LogClosed(SessionId session, string code, TimeSpan duration);

    [LoggerMessage(EventId = 1009, EventName = "SessionsShed", Level = LogLevel.Warning, Message = "Shed {Sessions} detached sessions to get back {Bytes} bytes of budget.")]
    private partial void LogShed(int sessions, long bytes);

    [LoggerMessage(EventId = 1010, EventName = "NetworkReported", Level = LogLevel.Debug, Message = "The client of session {Session} reports of {Transport}: {Reason}.")]
    private partial void LogReported(SessionId session, string transport, string reason);

    [LoggerMessage(EventId = 1011, EventName = "Draining", Level = LogLevel.Information, Message = "Shutting down: {Sessions} sessions are told within {Most}.")]
    private partial void LogDraining(int sessions, TimeSpan most);

    [LoggerMessage(
        EventId = 1012,
        EventName = "Drained",
        Level = LogLevel.Information,
        Message = "Drained in {Duration}: {Told} sessions were told with everything acknowledged, {Away} were away, {Ended} ended by themselves, {Cut} were cut with messages unacknowledged.")]
    private partial void LogDrained(TimeSpan duration, int told, int away, int ended, int cut);

    [LoggerMessage(EventId = 1013, EventName = "SessionRefused", Level = LogLevel.Debug, Message = "A session on {Endpoint} was refused with {Code}: {Detail}")]
    private partial void LogRefused(string endpoint, string code, string detail);

    [LoggerMessage(EventId = 2003, EventName = "PressureBegan", Level = LogLevel.Warning, Message = "The sweep of all sessions came late: threads are short. New sessions are refused until it comes in time.")]
    private partial void LogPressure();

    [LoggerMessage(EventId = 2004, EventName = "PressureEnded", Level = LogLevel.Information, Message = "The sweep of all sessions comes in time again; new sessions are taken.")]
    private partial void LogRelief();

    [LoggerMessage(EventId = 2001, EventName = "SweepFailed", Level = LogLevel.Error, Message = "A step of the sweep failed; the next one tries again.")]
    public partial void SweepFailed(Exception fault);

    [LoggerMessage(
        EventId = 2002,
        EventName = "DrainIsCut",
        Level = LogLevel.Warning,
        Message = "DrainTimeout of MultiTransportServerOptions is {Drain}, but the host ends a shutdown after {Host}: set ShutdownTimeout of HostOptions to more, or DrainTimeout to less.")]
    public partial void DrainIsCut(TimeSpan drain, TimeSpan host);

    [LoggerMessage(EventId = 4001, EventName = "UpgradeArrived", Level = LogLevel.Debug, Message = "An upgrade arrived as {Protocol} with Upgrade '{Upgrade}', Connection '{Connection}', key {HasKey}, Via '{Via}'.")]
    private partial void LogUpgradeArrived(string protocol, string upgrade, string connection, bool hasKey, string via);
}
