using MultiTransport.Chaos.Runs;

namespace MultiTransport.Chaos.Tests.Runs;

public class ChaosSettingsTests
{
    [Fact]
    public void Parse_Nothing_IsAnHourOf300()
    {
        var settings = ChaosSettings.Parse([]);

        Assert.Equal((TimeSpan.FromHours(1), 300), (settings.Time, settings.Sessions));
    }

    [Fact]
    public void Parse_All_IsWhatWasSaid()
    {
        var settings = ChaosSettings.Parse(["--minutes", "0.5", "--seed", "7", "--sessions", "40", "--out", "x.json"]);

        Assert.Equal((TimeSpan.FromSeconds(30), 40, 7, "x.json"), (settings.Time, settings.Sessions, settings.Seed, settings.Out));
    }

    [Theory]
    [InlineData("--minutes", "0")]
    [InlineData("--minutes", "1,5")]
    [InlineData("--minutes", "")]
    [InlineData("--sessions", "19")]
    [InlineData("--sessions", "many")]
    [InlineData("--seed", "-1")]
    [InlineData("--out", "")]
    public void Parse_OutOfRange_NamesTheArgumentAndTheValue(string name, string value)
    {
        var fault = Assert.Throws<ArgumentException>(() => ChaosSettings.Parse([name, value]));

        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains(value, fault.Message, StringComparison.Ordinal);
        Assert.Contains("accepted", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Unknown_SaysWhatThereIs() =>
        Assert.Contains("--minutes", Assert.Throws<ArgumentException>(() => ChaosSettings.Parse(["--hours", "1"])).Message, StringComparison.Ordinal);
}
