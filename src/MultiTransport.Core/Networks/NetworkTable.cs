using System.Net;

namespace MultiTransport;

/// <summary>
/// The networks that are remembered: bounded, the least recently used out first, expiring. Its lock is taken where a session opens and where a network is
/// first heard of, never for a message.
/// </summary>
internal sealed class NetworkTable(NetworkOptions options, TimeProvider time) : IMultiTransportNetworks
{
    /// <summary>A prefix whose requests show more kinds of proxies than this is somebody's who makes them up.</summary>
    public const int MaxSignsOfPrefix = 8;

    private const int MaxLooks = 8;
    private static readonly TimeSpan SweepsEvery = TimeSpan.FromSeconds(5);

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly Dictionary<NetworkKey, LinkedListNode<NetworkRecord>> _byKey = [];
    private readonly Dictionary<NetworkPrefix, int> _signs = [];
    private readonly LinkedList<NetworkRecord> _byUse = [];
    private TimeSpan _sweptAt;
    private long _sessions;

    /// <inheritdoc/>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byKey.Count;
            }
        }
    }

    public TimeSpan Expiry => options.Expiry;

    /// <summary>The time that everything learnt is dated by.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>A session's view of its network; null where nothing is learnt. Nothing is stored before it tells something.</summary>
    public SessionNetwork? Enter(IPAddress? address, ProxySigns signs) =>
        options.Learn ? new SessionNetwork(this, new NetworkKey(NetworkPrefix.Of(address), signs), Interlocked.Increment(ref _sessions)) : null;

    public NetworkRecord? Find(NetworkKey key)
    {
        lock (_gate)
        {
            return Use(key) ?? (IsCrowded(key) ? Use(Others(key)) : null);
        }
    }

    public NetworkRecord GetOrAdd(NetworkKey key)
    {
        lock (_gate)
        {
            if (Use(key) is { } known)
            {
                return known;
            }

            if (IsCrowded(key) && key != Others(key))
            {
                key = Others(key);
                if (Use(key) is { } shared)
                {
                    return shared;
                }
            }

            if (_byKey.Count >= options.MaxNetworks)
            {
                Remove(LeastUsed());
            }

            var record = new NetworkRecord(key, time.GetUtcNow(), options.Expiry, Now);
            _byKey.Add(key, _byUse.AddFirst(record));
            _signs[key.Prefix] = _signs.GetValueOrDefault(key.Prefix) + 1;
            return record;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<NetworkReport> Snapshot()
    {
        NetworkRecord[] records;
        lock (_gate)
        {
            records = [.. _byUse];
        }

        var now = Now;
        return [.. records.Select(record => record.Tell(now))];
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_gate)
        {
            while (_byUse.Last is { } node)
            {
                Remove(node);
            }
        }
    }

    /// <summary>Lets limits grow back and forgets what nothing confirmed.</summary>
    public void Sweep()
    {
        var now = Now;
        if (now - _sweptAt < SweepsEvery)
        {
            return;
        }

        _sweptAt = now;
        lock (_gate)
        {
            for (var node = _byUse.First; node is not null;)
            {
                var next = node.Next;
                if (!node.Value.Sweep(now))
                {
                    Remove(node);
                }

                node = next;
            }
        }
    }

    private static NetworkKey Others(NetworkKey key) => key with { Signs = ProxySigns.Others };

    private bool IsCrowded(NetworkKey key) => _signs.GetValueOrDefault(key.Prefix) >= MaxSignsOfPrefix;

    private NetworkRecord? Use(NetworkKey key)
    {
        if (!_byKey.TryGetValue(key, out var node))
        {
            return null;
        }

        if (node != _byUse.First)
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
        }

        return node.Value;
    }

    /// <summary>The one at the end, unless it is of use and one of the few before it is not: a flood pushes out itself first.</summary>
    private LinkedListNode<NetworkRecord> LeastUsed()
    {
        var last = _byUse.Last!;
        var looks = 0;
        for (var node = last; node is not null && looks < MaxLooks; node = node.Previous, looks++)
        {
            if (!node.Value.IsInUse)
            {
                return node;
            }
        }

        return last;
    }

    private void Remove(LinkedListNode<NetworkRecord> node)
    {
        var key = node.Value.Key;
        node.Value.Forget();
        _byUse.Remove(node);
        _byKey.Remove(key);
        if (_signs[key.Prefix]-- == 1)
        {
            _signs.Remove(key.Prefix);
        }
    }
}
