using MultiTransport.Comparison.Harness;

namespace MultiTransport.Comparison.Tests.Harness;

/// <summary>A test that captures packets: skipped where tshark is missing or may not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CaptureFactAttribute : FactAttribute
{
    public CaptureFactAttribute()
    {
        if (Machine.Find("tshark") is null || Environment.UserName != "root")
        {
            Skip = "capturing packets needs tshark and root";
        }
    }
}
