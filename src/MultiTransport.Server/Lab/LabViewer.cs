using System.Buffers.Text;
using System.Security.Cryptography;

namespace MultiTransport.Server.Lab;

/// <summary>One open page: its token, its sessions, and its run if there is one. It lives as long as its control session.</summary>
internal sealed class LabViewer(LabViewers viewers, IWireMeter meter, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly List<LabMember> _members = [];
    private readonly long _since = time.GetTimestamp();
    private LabRun? _run;
    private (LabWire Wire, CancellationTokenSource Socket)? _captured;
    private byte _runs;
    private bool _isClosed;

    /// <summary>Who knows it is this viewer.</summary>
    public string Token { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>Microseconds since the page was opened.</summary>
    public double Clock => time.GetElapsedTime(_since).TotalMicroseconds;

    /// <summary>Its requests to the captured transports.</summary>
    public LabExchanges Exchanges { get; } = new();

    /// <summary>What its run was granted.</summary>
    public long BytesPerSecond => Volatile.Read(ref _run) is { IsOver: false } run ? run.BytesPerSecond : 0;

    /// <summary>The session is this viewer's from now on; null when it has too many.</summary>
    public LabMember? Join(Session session)
    {
        lock (_gate)
        {
            _members.RemoveAll(static member => member.Session.IsClosed);
            if (_isClosed || _members.Count >= LabLimits.SessionsPerViewer)
            {
                return null;
            }

            var member = new LabMember(session, this);
            _members.Add(member);
            return member;
        }
    }

    public LabAnswer Start(LabOrder order)
    {
        lock (_gate)
        {
            _members.RemoveAll(static member => member.Session.IsClosed);
            LabMember[] members = [.. _members];
            if (order.Fault(members.Length) is { } fault)
            {
                return new LabAnswer { Fault = fault };
            }

            Stop();
            if (!viewers.Grants(order.BytesPerSecond(members.Length)))
            {
                return new LabAnswer { Fault = $"The lab's viewers use all of its {LabLimits.BytesPerSecondInAll} bytes a second. Try again later, or with a lower rate or size." };
            }

            var number = ++_runs;
            foreach (var member in members)
            {
                member.Begin(number, meter);
            }

            var start = time.GetTimestamp();
            var run = new LabRun(order, number, members, time, start);
            _run = run;
            _ = run.RunAsync();
            return new LabAnswer { Started = new LabStarted(number, time.GetElapsedTime(_since, start).TotalMicroseconds) };
        }
    }

    /// <summary>Ends its run, if there is one.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _run?.Dispose();
        }
    }

    /// <summary>The viewer looks at this WebSocket from now on, and no longer at the one before.</summary>
    public void Watch(LabWire wire, CancellationTokenSource socket)
    {
        lock (_gate)
        {
            Unwatch();
            _captured = (wire, socket);
            if (_isClosed)
            {
                Unwatch();
            }
        }
    }

    public LabCaptured? ReadWire()
    {
        lock (_gate)
        {
            return _captured?.Wire.Read();
        }
    }

    public LabStatus Read()
    {
        LabMember[] members;
        LabRun? run;
        lock (_gate)
        {
            _members.RemoveAll(static member => member.Session.IsClosed);
            members = [.. _members];
            run = _run;
        }

        return new LabStatus([.. members.Select(member => member.Read(meter))], run is { IsOver: false }, run?.Sent ?? 0, run?.Late ?? 0, meter.IsOn);
    }

    /// <summary>The page has gone: so does all that was its.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Stop();
            Unwatch();
            Exchanges.Close();
            foreach (var member in _members)
            {
                member.Session.Close("the lab's page was closed");
            }

            _members.Clear();
        }
    }

    private void Unwatch()
    {
        try
        {
            _captured?.Socket.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It had ended by itself.
        }

        _captured = null;
    }
}
