using System.Text;

namespace MultiTransport.Protocol.Tests;

public sealed class EventStreamParserTests
{
    /// <summary>The examples of the HTML standard.</summary>
    [Theory]
    [InlineData("data: YHOO\ndata: +2\ndata: 10\n\n", new[] { "YHOO\n+2\n10" })]
    [InlineData(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event", new[] { "first event", "second event" })]
    [InlineData("data\n\ndata\ndata\n\ndata:", new[] { "", "\n" })]
    [InlineData("data:test\n\ndata: test\n\n", new[] { "test", "test" })]
    [InlineData("\uFEFFdata: a\r\ndata: b\r\rdata:c\n\r\n", new[] { "a\nb", "c" })]
    [InlineData("foo: bar\nevent: x\n\ndata:  y\n\n", new[] { " y" })]
    public void It_dispatches_what_the_standard_says(string stream, string[] data) =>
        Assert.Equal(data, EventStreamParser.Parse(Encoding.UTF8.GetBytes(stream)).Select(parsed => parsed.Data));
}
