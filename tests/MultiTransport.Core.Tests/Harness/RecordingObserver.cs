using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>Writes down, one line each, what the engine tells.</summary>
internal sealed class RecordingObserver : ISessionObserver
{
    private readonly List<string> _events = [];

    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public void Opened(Session session) => Add("opened");

    public void Attached(Session session, string transport, bool isCandidate) => Add($"attached {transport}{(isCandidate ? " candidate" : "")}");

    public void Promoted(Session session, string transport) => Add($"promoted {transport}");

    public void Detached(Session session, string transport, CloseCode code, TimeSpan duration) =>
        Add($"detached {transport} {code} {duration.TotalSeconds} s");

    public void Reported(Session session, string transport, string reason) => Add($"reported {transport} {reason}");

    public void Gap(Session session, long from, long to) => Add($"gap {from}-{to}");

    public void ClientFailed(Session session, long number, string code) => Add($"client-failed {number} {code}");

    public void HandlerFailed(Session session, long number, Exception fault) => Add($"handler-failed {number} {fault.Message}");

    public void Closed(Session session, CloseReason reason, TimeSpan duration) => Add($"closed {reason}");

    public void Shed(int sessions, long bytes) => Add($"shed {sessions} {bytes}");

    public void Draining(int sessions, TimeSpan most) => Add($"draining {sessions} {most.TotalSeconds} s");

    public void Drained(in DrainReport report) =>
        Add($"drained told {report.Told} away {report.Away} cut {report.Cut} ended {report.Ended} after {report.Duration.TotalSeconds} s");

    private void Add(string line)
    {
        lock (_events)
        {
            _events.Add(line);
        }
    }
}
