using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace MultiTransport.Benchmarks.Micro;

/// <summary>The pieces of the hot path, each alone. Allocation is the figure that holds anywhere; time is this machine's.</summary>
internal static class MicroBenchmarks
{
    public static void Run(string filter) => BenchmarkSwitcher.FromAssembly(typeof(MicroBenchmarks).Assembly).Run(
        ["--filter", filter],
        DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
}
