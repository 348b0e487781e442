namespace MultiTransport.Chaos.Host.Counts;

/// <summary>The TCP sockets of this process that are not listening, by /proc/net/tcp and the process's own descriptors.</summary>
internal static class OpenSockets
{
    private const string Listening = "0A";
    private const int StateAt = 3;
    private const int InodeAt = 9;

    private static readonly string[] Tables = ["/proc/self/net/tcp", "/proc/self/net/tcp6"];

    public static int Count()
    {
        if (!File.Exists(Tables[0]))
        {
            return -1;
        }

        var inodes = Tables.Where(File.Exists).SelectMany(static table => Connected(File.ReadAllLines(table))).ToHashSet();
        return OpenFiles.Targets().Count(target => target.StartsWith("socket:[", StringComparison.Ordinal) && inodes.Contains(target["socket:[".Length..^1]));
    }

    /// <summary>The inodes of a table's sockets that do not listen.</summary>
    internal static IEnumerable<string> Connected(IEnumerable<string> table) => table.Skip(1)
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(static fields => fields.Length > InodeAt && fields[StateAt] != Listening)
        .Select(static fields => fields[InodeAt]);
}
