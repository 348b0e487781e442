using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace MultiTransport.Testing;

/// <summary>
/// A proxy on a free port of 127.0.0.1 that does to connections and requests what networks and middleboxes do. It speaks HTTP/1.1 on both sides, one request
/// after another and one connection to the server for each of a client; what is no HTTP/1.1 passes as bytes. Without a fault it changes nothing but the
/// sizes of chunks, and passes on how each side ends.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<ProxiedConnection> _open = [];
    private readonly List<ProxiedRequest> _requests = [];
    private readonly Channel<ProxiedConnection> _accepted = Channel.CreateUnbounded<ProxiedConnection>();
    private readonly List<Task> _tasks = [];
    private readonly ConnectionGate _room = new();
    private readonly CancellationTokenSource _life = new();
    private readonly Task _accepting;
    private IReadOnlyList<Fault> _faults = [];
    private int _connections;
    private int _requestCount;
    private bool _disposed;

    private FaultProxy(int targetPort, Func<ProxiedConnection, FaultPlan>? planner, TimeProvider time)
    {
        TargetPort = targetPort;
        Planner = planner;
        Time = time;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Called with a connection when its first request head is there (or it turns out to be no HTTP); wins over <see cref="Plan"/>.</summary>
    public Func<ProxiedConnection, FaultPlan>? Planner { get; set; }

    /// <summary>The plan of connections to come.</summary>
    public FaultPlan Plan { get; set; } = FaultPlan.None;

    /// <summary>The faults of all connections, live ones included; the first is nearest to the client.</summary>
    public IReadOnlyList<Fault> Faults
    {
        get => Volatile.Read(ref _faults);
        set
        {
            Volatile.Write(ref _faults, [.. value]);
            foreach (var connection in OpenConnections)
            {
                connection.Synchronize();
            }
        }
    }

    /// <summary>
    /// At most this many connections at once; further ones wait to be accepted until one closes (browsers open six to a host and share them among tabs).
    /// </summary>
    public int? MaxConnections
    {
        get => _room.Limit;
        set => _room.Limit = value;
    }

    /// <summary>Called with each request before it is forwarded: the place to aim <see cref="ProxiedConnection.CutAfterNext"/> or <see cref="ProxiedConnection.Apply"/>.</summary>
    public Action<ProxiedConnection, ProxiedRequest>? Requested { get; set; }

    /// <summary>Refuses every new connection with RST.</summary>
    public bool Down { get; set; }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public Uri BaseAddress => new($"http://127.0.0.1:{Port}/");

    /// <summary>Connections since the start.</summary>
    public int ConnectionCount => Volatile.Read(ref _connections);

    /// <summary>Requests since the start.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    /// <summary>How many requests <see cref="Requests"/> remembers, the newest ones; null for all. A run of hours would not fit into memory.</summary>
    public int? RequestsKept { get; set; }

    public IReadOnlyList<ProxiedRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public IReadOnlyList<ProxiedConnection> OpenConnections
    {
        get
        {
            lock (_gate)
            {
                return [.. _open];
            }
        }
    }

    /// <summary>Each connection as it is accepted.</summary>
    public ChannelReader<ProxiedConnection> Accepted => _accepted.Reader;

    internal int TargetPort { get; }

    internal TimeProvider Time { get; }

    internal CancellationToken Life => _life.Token;

    public static FaultProxy Start(int targetPort, Func<ProxiedConnection, FaultPlan>? planner = null, TimeProvider? time = null) =>
        new(targetPort, planner, time ?? TimeProvider.System);

    public static FaultProxy Start(Uri target, Func<ProxiedConnection, FaultPlan>? planner = null, TimeProvider? time = null) =>
        Start(target.Port, planner, time);

    /// <summary>Switches faults on; disposing what is returned switches them off again.</summary>
    public IDisposable Add(params IReadOnlyList<Fault> faults)
    {
        Faults = [.. Faults, .. faults];
        return new Undo(() => Faults = [.. Faults.Where(fault => !faults.Any(added => ReferenceEquals(added, fault)))]);
    }

    /// <summary>The same path behind this proxy.</summary>
    public Uri Through(Uri address) => new UriBuilder(address) { Host = "127.0.0.1", Port = Port }.Uri;

    /// <summary>Cuts every open connection; returns how many there were.</summary>
    public int CutAll(CutKind kind = CutKind.Reset, Func<ProxiedConnection, bool>? where = null)
    {
        var chosen = OpenConnections.Where(where ?? (_ => true)).ToList();
        chosen.ForEach(connection => connection.Cut(kind));
        return chosen.Count;
    }

    public void SetFlowAll(ProxyDirection direction, ProxyFlow flow)
    {
        foreach (var connection in OpenConnections)
        {
            connection.SetFlow(direction, flow);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _listener.Dispose();
        _room.Limit = null;
        await _accepting.ConfigureAwait(false);
        var left = OpenConnections;
        foreach (var connection in left)
        {
            connection.Abort();
        }

        await Task.WhenAll(left.Select(connection => connection.Ended)).ConfigureAwait(false);
        await _life.CancelAsync().ConfigureAwait(false);
        List<Task> sent;
        lock (_gate)
        {
            sent = [.. _tasks];
        }

        await Task.WhenAll(sent).ConfigureAwait(false);
        _life.Dispose();
    }

    internal FaultPlan PlanFor(ProxiedConnection connection) => Planner?.Invoke(connection) ?? Plan;

    internal ProxiedRequest Count(ProxiedConnection connection, int index, HttpHead head)
    {
        var request = new ProxiedRequest(connection.Index, index, head);
        lock (_gate)
        {
            _requestCount++;
            _requests.Add(request);
            if (RequestsKept is { } most && _requests.Count > 2 * most)
            {
                _requests.RemoveRange(0, _requests.Count - most);
            }
        }

        return request;
    }

    /// <summary>What goes on although its connection may be over; it is ended with the proxy.</summary>
    internal void Track(Task task)
    {
        lock (_gate)
        {
            _tasks.RemoveAll(one => one.IsCompleted);
            _tasks.Add(task);
        }
    }

    internal void Remove(ProxiedConnection connection)
    {
        lock (_gate)
        {
            _open.Remove(connection);
        }

        _room.Leave();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                _accepted.Writer.TryComplete();
                return;
            }

            client.NoDelay = true;
            await _room.WaitAsync().ConfigureAwait(false); // the others wait in the system's queue
            _room.Enter();
            var connection = new ProxiedConnection(this, Interlocked.Increment(ref _connections) - 1, client);
            lock (_gate)
            {
                _open.Add(connection);
            }

            _accepted.Writer.TryWrite(connection);
            if (Down)
            {
                connection.Abort();
            }

            connection.Start();
        }
    }
}
