using MultiTransport.Comparison.Harness;
using MultiTransport.Comparison.Reports;

namespace MultiTransport.Comparison.Tests.Reports;

public sealed class ReportJsonTests
{
    [Fact]
    public void Parse_WhatWasWritten_IsTheSameReport()
    {
        var json = ReportJson.Write(SampleReport.New());
        Assert.Equal(json, ReportJson.Write(ReportJson.Parse(json, "a file")));
        Assert.Contains("\"verdict\": \"depends-on\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not the JSON of a run")]
    [InlineData("null", "is not the JSON of a run")]
    [InlineData("[1]", "is not the JSON of a run")]
    [InlineData("{\"format\":1}", "is not the JSON of a run")]
    public void Parse_SomethingElse_SaysSo(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ComparisonException>(() => ReportJson.Parse(json, "a file")).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_AnotherFormat_SaysSo()
    {
        var json = ReportJson.Write(SampleReport.New()).Replace("\"format\": 1", "\"format\": 99", StringComparison.Ordinal);
        Assert.Contains("format 99", Assert.Throws<ComparisonException>(() => ReportJson.Parse(json, "a file")).Message, StringComparison.Ordinal);
    }
}
