using MultiTransport.Comparison.Scenarios;

namespace MultiTransport.Comparison.Tests.Scenarios;

public sealed class CatalogTests
{
    [Fact]
    public void All_HasEveryComparisonOfTheDocuments()
    {
        string[] documented =
        [
            "overhead", "empty-polls", "latency", "upstream", "duplex", "handshake", "framing", "masking", "binary", "compression", "state", "heartbeat", "reconnect",
            "held-connections", "firewall", "peers",
        ];
        Assert.Equal(documented, ScenarioCatalog.All.Select(scenario => scenario.Name));
        Assert.All(ScenarioCatalog.All, scenario => Assert.All([scenario.Title, scenario.Claim, scenario.Variables], text => Assert.NotEmpty(text)));
    }
}
