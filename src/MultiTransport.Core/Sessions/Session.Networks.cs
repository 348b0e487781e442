using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>What the session tells of its network, and what it does about what is known of it.</content>
public sealed partial class Session
{
    /// <summary>A connection that carried the session for so long works.</summary>
    private static readonly TimeSpan LivesAfter = TimeSpan.FromSeconds(5);

    /// <summary>Beyond a limit by this factor, a connection that lives shows that there is none.</summary>
    private const double Beyond = 1.1;

    private string? _trailing;

    /// <summary>Ends the held connection with a small write, unless something else is written first.</summary>
    internal void Trail(Connection connection)
    {
        BusReader? wake;
        lock (Bus.Gate)
        {
            connection.Reader.Fill();
            wake = connection.Reader.TryTakeWaiter() ? connection.Reader : null;
        }

        wake?.Wake(inline: false);
    }

    private void OnReport(ReadOnlySpan<byte> payload)
    {
        var age = Time.GetElapsedTime(OpenedAt);
        if (Network?.TryReport(payload, age, Transport, out var report) == true)
        {
            lock (Bus.Gate)
            {
                _trail.Reported(new SessionReport(report.Transport, report.Reason, age, TimeSpan.FromMilliseconds(report.Alive), TimeSpan.FromMilliseconds(report.Silent)));
            }

            Observer.Reported(this, report.Transport, report.Reason);
        }
    }

    /// <summary>Gate held.</summary>
    private bool IsTrailing(string transport) => Options.TrailingWrites || string.Equals(_trailing, transport, StringComparison.Ordinal);

    /// <summary>Gate held. A client that takes the same transport again, after a hand-over, need not ask again.</summary>
    private void SetTrailing(Connection connection, bool isWanted)
    {
        _trailing = isWanted ? connection.Transport : null;
        connection.IsTrailing = connection.Reader.Mode == ReaderMode.Downstream && IsTrailing(connection.Transport);
    }

    /// <summary>One look of the sweep at the connection that carries the session.</summary>
    private void Learn(SessionNetwork network, Connection connection, long now)
    {
        var rung = Rungs.Of(connection.Transport);
        if (rung < 0)
        {
            return;
        }

        if (connection.QuietFor != 0 && connection.PingedAt == 0)
        {
            network.Survived(Time.GetElapsedTime(0, connection.QuietFor)); // it was pinged, and the client answered on it
            connection.QuietFor = 0;
        }

        var age = Time.GetElapsedTime(connection.AttachedAt, now);
        if (network.LifeOf(rung) is { } life)
        {
            if (age >= life * Beyond)
            {
                connection.NoteAt = now; // below it disproves the limit
            }
            else if (age >= LearntLimits.HandOver(life, Jitter(connection)) && connection.WriteStarted == 0)
            {
                End(connection, new CloseReason(CloseCode.Rotate, "This network ends connections of this age."));
                return;
            }
        }

        NoteAlive(network, connection, rung, now, age);
    }

    /// <summary>Tells that a connection lives, after its first seconds and then less and less often.</summary>
    private void NoteAlive(SessionNetwork network, Connection connection, int rung, long now, TimeSpan age)
    {
        var first = EndpointRuntime.Ticks(LivesAfter);
        if (connection.NoteAt == 0)
        {
            connection.NoteAt = _activeSince + first;
        }

        if (now < connection.NoteAt)
        {
            return;
        }

        if (SeenOn(connection) > _activeSince && now - _activeSince >= first)
        {
            lock (Bus.Gate)
            {
                if (!connection.HasLeft)
                {
                    connection.CountedBy = network.SeenAlive(rung, age, connection.CountedBy);
                }
            }
        }

        network.Review();
        connection.NoteAt = now + Math.Max(first, (now - connection.AttachedAt) / 2);
    }

    /// <summary>The adapter has gone, and said so before.</summary>
    private void LetGo(Connection connection)
    {
        NetworkRecord? record;
        lock (Bus.Gate)
        {
            (record, connection.CountedBy) = (connection.CountedBy, null);
        }

        record?.Ended(Rungs.Of(connection.Transport));
    }

    /// <summary>Breaks the silence of a held response without asking for an answer.</summary>
    private void KeepAlive(Connection connection, long now, long patience)
    {
        if (now - connection.LastWrite >= patience)
        {
            connection.LastWrite = now;
            Trail(connection);
        }
    }

    /// <summary>Notes at a ping of a connection that goes both ways for how long nothing had come or gone.</summary>
    private void NoteQuiet(Connection connection, long silence)
    {
        if (Network is null || connection.Reader.Mode != ReaderMode.Duplex)
        {
            return;
        }

        long written;
        lock (Bus.Gate)
        {
            written = Bus.Log.Written;
        }

        connection.QuietFor = connection.WrittenAtPing == written ? silence : 0;
        connection.WrittenAtPing = written;
    }

    /// <summary>From 0 to 1, the same for the life of the connection: connections that began together are not handed over together.</summary>
    private double Jitter(Connection connection) => ((Id.GetHashCode() + ((uint)connection.Number * 2654435769u)) & 0xFFFF) / 65536.0;
}
