namespace MultiTransport.Server.History;

/// <summary>The section <c>History</c>: where the histories of topics are kept.</summary>
internal sealed class HistorySettings
{
    /// <summary>A file that outlives the process, for example <c>topics.db</c>; empty: in memory, and then a restart is told to subscribers as a gap. Default empty.</summary>
    public string File { get; set; } = "";

    /// <summary>Whether each commit waits for the disk, so that a power cut loses nothing that was published. Default false.</summary>
    public bool WaitForDisk { get; set; }
}
