using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>A row that is left out; its name says why, because the runner prints names and not reasons.</summary>
public sealed class SkippedRow : XunitSkippedDataRowTestCase
{
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the deserializer")]
    public SkippedRow()
    {
    }

    public SkippedRow(
        IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, string reason, object[] row)
        : base(diagnostics, display, options, method, reason, row)
    {
    }

    protected override void Initialize()
    {
        base.Initialize();
        DisplayName = $"{DisplayName} ({SkipReason})";
    }
}
