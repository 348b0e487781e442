using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MultiTransport.Load.Servers;

/// <summary>What a server tells of its own process.</summary>
internal sealed record Stats(double UserMicroseconds, double SystemMicroseconds, long AllocatedBytes, long HeapBytes, long ResidentBytes)
{
    public const string Path = "/stats";

    [JsonIgnore]
    public double CpuMicroseconds => UserMicroseconds + SystemMicroseconds;

    /// <summary>What was spent between two readings, and what has been added to memory.</summary>
    public static Stats operator -(Stats after, Stats before) => new(
        after.UserMicroseconds - before.UserMicroseconds,
        after.SystemMicroseconds - before.SystemMicroseconds,
        after.AllocatedBytes - before.AllocatedBytes,
        after.HeapBytes - before.HeapBytes,
        after.ResidentBytes - before.ResidentBytes);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(Path, (RequestDelegate)WriteAsync);

    private static Task WriteAsync(HttpContext context)
    {
        var collect = context.Request.Query.ContainsKey("gc");
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Read(collect))).AsTask();
    }

    public static Stats Read(bool collect)
    {
        if (collect)
        {
            for (var round = 0; round < 3; round++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }
        }

        var cpu = Environment.CpuUsage;
        return new Stats(
            cpu.UserTime.TotalMicroseconds,
            cpu.PrivilegedTime.TotalMicroseconds,
            GC.GetTotalAllocatedBytes(precise: false),
            GC.GetTotalMemory(forceFullCollection: collect),
            Environment.WorkingSet);
    }
}
