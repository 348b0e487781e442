using System.Collections;
using System.Reflection;

namespace MultiTransport.Chaos.Host.Counts;

/// <summary>
/// Async methods that began and have not ended. The runtime keeps a table of them for debuggers, behind a private switch: there is no public way to count them, and
/// where these fields are called otherwise the count is -1, "not known".
/// </summary>
internal static class OpenTasks
{
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.NonPublic;

    private static readonly FieldInfo? Switch = typeof(Task).GetField("s_asyncDebuggingEnabled", Hidden);
    private static readonly FieldInfo? Table = typeof(Task).GetField("s_currentActiveTasks", Hidden);

    /// <summary>Begins to count; what began before is not seen.</summary>
    public static void Watch() => Switch?.SetValue(null, true);

    public static int Count()
    {
        if (Switch?.GetValue(null) is not true || Table?.GetValue(null) is not IDictionary table)
        {
            return -1;
        }

        lock (table)
        {
            return table.Count;
        }
    }

    /// <summary>The most frequent ones by name, for a report of a leak.</summary>
    public static IReadOnlyList<string> Names(int most)
    {
        if (Count() < 0)
        {
            return [];
        }

        var table = (IDictionary)Table!.GetValue(null)!;
        List<Task> all;
        lock (table)
        {
            all = [.. table.Values.OfType<Task>()];
        }

        return [.. all.CountBy(static task => task.GetType().ToString()).OrderByDescending(static row => row.Value).Take(most).Select(static row => $"{row.Value} {row.Key}")];
    }
}
