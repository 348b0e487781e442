using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Wire;

/// <summary>All that is counted. While no endpoint counts, every call is one look at a flag.</summary>
internal sealed class WireMeter(TimeProvider time) : IWireMeter
{
    private const int MaxClosedSessions = 4096;
    private const int MaxClosedConnections = 1024;
    private static readonly TimeSpan Tail = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SessionId, SessionAccounts> _sessions = new();
    private readonly ConcurrentQueue<(SessionId Id, long At)> _closedSessions = new();
    private readonly ConcurrentDictionary<string, WireAccount> _past = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<WireConnection, byte> _connections = new();
    private readonly ConcurrentQueue<WireConnectionUsage> _closedConnections = new();
    private readonly WireAccount _unattributed = new();
    private readonly Lock _inheritance = new();

    public bool IsOn { get; private set; }

    public void TurnOn() => IsOn = true;

    public WireConnection Open(ConnectionContext context)
    {
        var connection = new WireConnection(context.ConnectionId, context.RemoteEndPoint, new WireLayer(context.Transport), _unattributed);
        _connections.TryAdd(connection, 0);
        return connection;
    }

    public void Close(WireConnection connection)
    {
        connection.Close();
        _closedConnections.Enqueue(connection.ToUsage());
        _connections.TryRemove(connection, out _);
        while (_closedConnections.Count > MaxClosedConnections)
        {
            _closedConnections.TryDequeue(out _);
        }
    }

    /// <summary>A request to an endpoint has been read up to the end of its head.</summary>
    public void Begin(HttpContext context)
    {
        if (IsOn && context.Features.Get<WireConnection>() is { } connection && connection.TryBegin())
        {
            context.Response.OnCompleted(
                static state =>
                {
                    ((WireConnection)state).Settle();
                    return Task.CompletedTask;
                },
                connection);
        }
    }

    /// <summary>
    /// The request is that session's; the caller has checked that it may be. Without a transport it counts for the one that the session is on. The account, for
    /// the payload; null where nothing is counted.
    /// </summary>
    public WireAccount? Attribute(HttpContext context, Session session, string? transport = null, bool isProbe = false)
    {
        if (!IsOn || context.Features.Get<WireConnection>() is not { } connection)
        {
            return null;
        }

        var accounts = AccountsOf(session);
        var account = accounts.Of(transport ?? session.Transport ?? accounts.LastTransport, isProbe);
        var stream = context.Features.Get<IHttp2StreamIdFeature>()?.StreamId ?? 0;
        return connection.TryAttribute(stream, account) ? account : null;
    }

    /// <summary>The session has ended: its rows stay for a while.</summary>
    public void Closed(SessionId id)
    {
        if (IsOn && _sessions.ContainsKey(id))
        {
            _closedSessions.Enqueue((id, time.GetTimestamp()));
        }
    }

    public void Sweep()
    {
        lock (_inheritance)
        {
            Inherit();
        }
    }

    public IReadOnlyDictionary<string, WireUsage> OfSession(SessionId id) => _sessions.TryGetValue(id, out var accounts)
        ? accounts.Rows().ToDictionary(static row => row.Transport, static row => row.Account.Read(), StringComparer.Ordinal)
        : new Dictionary<string, WireUsage>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, WireUsage> ByTransport()
    {
        var sums = new Dictionary<string, WireUsage>(StringComparer.Ordinal);
        lock (_inheritance)
        {
            var past = _past.Select(static row => (row.Key, row.Value));
            foreach (var (transport, account) in past.Concat(_sessions.Values.SelectMany(static accounts => accounts.Rows())))
            {
                sums[transport] = sums.GetValueOrDefault(transport) + account.Read();
            }
        }

        return sums;
    }

    public WireUsage Unattributed() => _unattributed.Read();

    public IReadOnlyList<WireConnectionUsage> Connections() => [.. _connections.Keys.Select(static connection => connection.ToUsage()), .. _closedConnections];

    private SessionAccounts AccountsOf(Session session)
    {
        if (_sessions.TryGetValue(session.Id, out var accounts))
        {
            return accounts;
        }

        accounts = _sessions.GetOrAdd(session.Id, static _ => new SessionAccounts());
        if (session.IsClosed)
        {
            // It may have told so before there was anything to keep.
            Closed(session.Id);
        }

        return accounts;
    }

    /// <summary>What sessions cost that ended long ago, or before many others, goes to the sums.</summary>
    private void Inherit()
    {
        while (_closedSessions.TryPeek(out var oldest) && (_closedSessions.Count > MaxClosedSessions || time.GetElapsedTime(oldest.At) >= Tail))
        {
            if (_closedSessions.TryDequeue(out var closed) && _sessions.TryRemove(closed.Id, out var accounts))
            {
                foreach (var (transport, account) in accounts.Rows())
                {
                    account.BequeathTo(_past.GetOrAdd(transport, static _ => new WireAccount()));
                }
            }
        }
    }
}
