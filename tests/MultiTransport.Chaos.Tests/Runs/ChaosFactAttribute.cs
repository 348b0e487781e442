using System.Runtime.CompilerServices;

namespace MultiTransport.Chaos.Tests.Runs;

/// <summary>A run of the program, which takes minutes and the whole machine: skipped unless <c>MULTITRANSPORT_CHAOS_SECONDS</c> says how long faults strike.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChaosFactAttribute : FactAttribute
{
    public const string Seconds = "MULTITRANSPORT_CHAOS_SECONDS";

    public ChaosFactAttribute([CallerMemberName] string test = "")
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Seconds)))
        {
            Skip = $"a run takes minutes: {Seconds}=60 asks for one of 60 s";
            DisplayName = $"{test} ({Skip})"; // the runner prints the name of what is skipped, and not the reason
        }
    }
}
