using System.Net;
using System.Security.Cryptography;

namespace MultiTransport.Server.Lab.Network;

/// <summary>A bad network for one viewer's own requests. What it does can change while they are under way.</summary>
internal sealed class SimulatedNetwork(TimeProvider time)
{
    /// <summary>Requests on their way at once. A session has two or three, and those that a cut left behind.</summary>
    public const int MaxRequests = 16;

    public const int MaxOffline = 30; // s

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly HashSet<Passage> _passages = [];
    private NetworkConditions _conditions = NetworkConditions.Clear;
    private ITimer? _look;
    private (long Since, TimeSpan For)? _offline;
    private bool _isClosed;

    public TimeProvider Time => time;

    /// <summary>
    /// Where its requests seem to come from: a random site of IPv6's private range. What the server learns of networks it learns by address, and nothing that
    /// is simulated here may be believed of the network that the viewer really sits in.
    /// </summary>
    public IPAddress Address { get; } = new([0xfd, .. RandomNumberGenerator.GetBytes(5), .. new byte[9], 1]);

    public NetworkConditions Conditions => Volatile.Read(ref _conditions);

    private TimeSpan OfflineFor => _offline is var (since, length) && length - time.GetElapsedTime(since) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>These hold from now on, for what is under way too.</summary>
    /// <returns>What is wrong with them; null where nothing is.</returns>
    public string? Apply(NetworkConditions conditions)
    {
        if (conditions.Fault() is { } fault)
        {
            return fault;
        }

        Volatile.Write(ref _conditions, conditions);
        foreach (var passage in Passages())
        {
            passage.Reconsider?.Invoke();
        }

        return null;
    }

    /// <summary>Cuts everything that is under way.</summary>
    public void Cut()
    {
        foreach (var passage in Passages())
        {
            passage.Cut();
        }
    }

    /// <summary>Cuts everything, and whatever comes in the next seconds.</summary>
    /// <returns>What is wrong with the number; null where nothing is.</returns>
    public string? GoOffline(int seconds)
    {
        if (seconds is < 1 or > MaxOffline)
        {
            return $"seconds is {seconds}; accepted: 1 to {MaxOffline}.";
        }

        lock (_gate)
        {
            _offline = (time.GetTimestamp(), TimeSpan.FromSeconds(seconds));
        }

        Cut();
        return null;
    }

    public NetworkState Read()
    {
        lock (_gate)
        {
            return new NetworkState(_conditions, OfflineFor.TotalMilliseconds, _passages.Count);
        }
    }

    /// <summary>A request comes in; null where there are too many.</summary>
    public Passage? Enter(HttpContext context)
    {
        var passage = new Passage(context, this);
        bool isThere;
        lock (_gate)
        {
            if (_passages.Count >= MaxRequests)
            {
                return null;
            }

            isThere = !_isClosed && OfflineFor == TimeSpan.Zero;
            _passages.Add(passage);
            _look ??= time.CreateTimer(static network => ((SimulatedNetwork)network!).CutIdle(), this, LookEvery, LookEvery);
        }

        if (!isThere)
        {
            passage.Cut();
        }

        return passage;
    }

    public void Leave(Passage passage)
    {
        passage.End();
        lock (_gate)
        {
            _passages.Remove(passage);
            if (_passages.Count == 0)
            {
                _look?.Dispose();
                _look = null;
            }
        }
    }

    /// <summary>Its viewer has gone.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        Cut();
    }

    private void CutIdle()
    {
        if (Conditions.Idle is > 0 and var seconds)
        {
            foreach (var passage in Passages().Where(passage => passage.Silence >= TimeSpan.FromSeconds(seconds)))
            {
                passage.Cut();
            }
        }
    }

    private Passage[] Passages()
    {
        lock (_gate)
        {
            return [.. _passages];
        }
    }
}
