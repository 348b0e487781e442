using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using MultiTransport.Comparison.Reports;

namespace MultiTransport.Comparison.Tests.Reports;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void Write_AnyRun_IsWellFormed()
    {
        var page = Parse(HtmlReport.Write(SampleReport.New()));
        Assert.Equal(4, page.Descendants("svg").Count()); // the plot that no row has a figure for is left out
        Assert.Equal(4, page.Descendants("figcaption").Count());
        Assert.Contains("A processor <fast> & cheap", page.Value, StringComparison.Ordinal);
        Assert.Contains("FIN 1 <last>", page.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnyRun_FetchesNothingAndRunsNothing()
    {
        var html = HtmlReport.Write(SampleReport.New());
        Assert.DoesNotMatch(External(), html);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.All(Parse(html).Descendants("a").Select(link => link.Attribute("href")!.Value), href => Assert.StartsWith("#", href, StringComparison.Ordinal));
    }

    [Fact]
    public void Write_AnyRun_HasTheCommandAndTheMachineOfEachScenario()
    {
        var section = Parse(HtmlReport.Write(SampleReport.New())).Descendants("section").First();
        Assert.Contains("dotnet run -- -s latency", section.Value, StringComparison.Ordinal);
        Assert.Contains("2 cores", section.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnyVerdict_IsThereInWords()
    {
        var text = Parse(HtmlReport.Write(SampleReport.New())).Value;
        Assert.Contains("≈ depends", text, StringComparison.Ordinal);
        Assert.Contains("– not measured here", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_APartialRun_SaysSoAtTheTop() =>
        Assert.Contains("Partial. stopped after 1 of 2", Parse(HtmlReport.Write(SampleReport.New(partial: "stopped after 1 of 2"))).Value, StringComparison.Ordinal);

    [Fact]
    public void Write_Markdown_HasTheTableAndEachClaim()
    {
        var page = MarkdownReport.Write(SampleReport.New());
        Assert.Contains("| p50 down, no distance, ms | 1.50 | – | – | 3 | – |", page, StringComparison.Ordinal);
        Assert.Contains("> Full duplex is <more> real-time.", page, StringComparison.Ordinal);
    }

    private static XElement Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    [GeneratedRegex("""https?:|src=|<link|@import|url\((?!#)""")]
    private static partial Regex External();
}
