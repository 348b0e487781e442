using System.Collections.Concurrent;

namespace MultiTransport.Server.Lab;

/// <summary>All pages that are open, up to a bound.</summary>
internal sealed class LabViewers(IWireMeter meter, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, LabViewer> _viewers = new(StringComparer.Ordinal);

    /// <summary>Null when there are too many.</summary>
    public LabViewer? Open()
    {
        lock (_gate)
        {
            if (_viewers.Count >= LabLimits.Viewers)
            {
                return null;
            }

            var viewer = new LabViewer(this, meter, time);
            _viewers[viewer.Token] = viewer;
            return viewer;
        }
    }

    public void Close(LabViewer viewer)
    {
        _viewers.TryRemove(viewer.Token, out _);
        viewer.Close();
    }

    public LabViewer? Find(string token) => _viewers.GetValueOrDefault(token);

    /// <summary>The session is from now on that of the viewer whose token it brings.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Join(Session session, Message token, out LabMember? member)
    {
        member = null;
        if (token.Payload.Length > 64 || Find(token.GetText()) is not { } viewer)
        {
            return "That is not the token of an open lab.";
        }

        member = viewer.Join(session);
        return member is null ? $"This page has {LabLimits.SessionsPerViewer} sessions already." : null;
    }

    /// <summary>Whether there is room for a run of so many bytes a second. Two that ask in the same moment may both be granted it: a viewer's own bound holds all the same.</summary>
    public bool Grants(long bytesPerSecond) => _viewers.Values.Sum(static viewer => viewer.BytesPerSecond) + bytesPerSecond <= LabLimits.BytesPerSecondInAll;
}
