using System.Diagnostics.Metrics;
using MultiTransport.Server.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MultiTransport.Server.Tests.Telemetry;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new(Guid.NewGuid().ToString());
    private readonly PrometheusReader _reader = new();
    private readonly MeterProvider _provider;

    public PrometheusTextTests() => _provider = Sdk.CreateMeterProviderBuilder().AddMeter(_meter.Name).AddReader(_reader.Reader).Build();

    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Collect_EveryKindOfInstrument_IsWrittenAsItsType()
    {
        _meter.CreateCounter<long>("a.count", "{thing}", "Things.").Add(3);
        _meter.CreateCounter<double>("a.time", "s").Add(0.5);
        var upDown = _meter.CreateUpDownCounter<int>("a.level");
        upDown.Add(5);
        upDown.Add(-7);
        _meter.CreateGauge<double>("a.gauge", "By").Record(1e300);
        _meter.CreateObservableCounter("a.seen", static () => 12L);
        _meter.CreateObservableUpDownCounter("a.now", static () => double.NegativeInfinity);

        var read = await CollectAsync();

        Assert.Equal((3, "counter"), (read.Value("a_count_total"), read.Types["a_count_total"]));
        Assert.Equal("Things.", read.Help["a_count_total"]);
        Assert.Equal(0.5, read.Value("a_time_seconds_total"));
        Assert.Equal((-2, "gauge"), (read.Value("a_level"), read.Types["a_level"]));
        Assert.Equal(1e300, read.Value("a_gauge_bytes"));
        Assert.Equal(12, read.Value("a_seen_total"));
        Assert.Equal(double.NegativeInfinity, read.Value("a_now"));
    }

    [Fact]
    public async Task Collect_Histogram_CountsAllBelowEachBound()
    {
        var histogram = _meter.CreateHistogram("a.duration", "s", "How long.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10] });
        foreach (var value in new[] { 0.05, 0.1, 0.5, 5, 50, 500 })
        {
            histogram.Record(value, new KeyValuePair<string, object?>("kind", "x"));
        }

        var read = await CollectAsync();

        Assert.Equal("histogram", read.Types["a_duration_seconds"]);
        Assert.Equal([2, 3, 4, 6], new[] { "0.1", "1", "10", "+Inf" }.Select(bound => read.Value("a_duration_seconds_bucket", ("le", bound), ("kind", "x"))));
        Assert.Equal(555.65, read.Value("a_duration_seconds_sum", ("kind", "x")), 9);
        Assert.Equal(6, read.Value("a_duration_seconds_count"));
    }

    [Theory]
    [InlineData("back\\slash")]
    [InlineData("quote\"d")]
    [InlineData("two\nlines")]
    [InlineData("\\n is not a line")]
    [InlineData("a=\"b\",c} 1")]
    [InlineData("日本 ☺")]
    [InlineData("")]
    public async Task Collect_AnyTextInALabelOrAHelp_ComesBackAsItWas(string text)
    {
        _meter.CreateCounter<long>("a", null, text).Add(1, new KeyValuePair<string, object?>("la.bel-1", text));

        var read = await CollectAsync();

        Assert.Equal(text, Assert.Single(read.Samples).Labels["la_bel_1"]);
        Assert.Equal(text, read.Help["a_total"]);
    }

    [Fact]
    public async Task Collect_TagsThatAreOneLabel_StandTogether()
    {
        _meter.CreateCounter<long>("a").Add(1, new KeyValuePair<string, object?>("x.y", "1"), new KeyValuePair<string, object?>("x_y", 2), new KeyValuePair<string, object?>("0", true));

        var labels = Assert.Single((await CollectAsync()).Samples).Labels;

        Assert.Equal("1;2", labels["x_y"]);
        Assert.Equal("True", labels["_0"]);
    }

    [Fact]
    public async Task Collect_TwoNamesThatAreOne_IsWrittenOnce()
    {
        _meter.CreateUpDownCounter<long>("a.b").Add(1);
        _meter.CreateUpDownCounter<long>("a-b").Add(2);

        Assert.Equal(1, (await CollectAsync()).Value("a_b"));
    }

    [Theory]
    [InlineData("x.seconds", "s", false, "x_seconds")]
    [InlineData("x", "By", true, "x_bytes_total")]
    [InlineData("x.total", "", true, "x_total")]
    [InlineData("0x", "1", false, "_0x_ratio")]
    [InlineData("x", "{collection}", true, "x_total")]
    [InlineData("x", "By/s", false, "x_By_s")]
    public void OfMetric_NameAndUnit_IsWhatPrometheusCallsIt(string name, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusNames.OfMetric(name, unit, isCounter));

    private async Task<Exposition> CollectAsync() => Exposition.Parse(await _reader.CollectAsync(CancellationToken.None));
}
