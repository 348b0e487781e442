using System.Net;

namespace MultiTransport.Core.Tests;

public sealed class NetworkPrefixTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.0/24")]
    [InlineData("203.0.113.255", "203.0.113.0/24")]
    [InlineData("255.255.255.255", "255.255.255.0/24")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.0/24")]
    [InlineData("2001:db8:7:1:2:3:4:5", "2001:db8:7::/48")]
    [InlineData("2001:db8:7:ffff::", "2001:db8:7::/48")]
    [InlineData("fe80::1%3", "fe80::/48")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.9.9.9", "loopback")]
    [InlineData("::1", "loopback")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("0.0.0.0", "0.0.0.0/24")]
    public void Only_the_prefix_of_an_address_is_kept(string address, string expected) =>
        Assert.Equal(expected, NetworkPrefix.Of(IPAddress.Parse(address)).ToString());

    [Fact]
    public void A_connection_without_an_address_has_a_network_too() => Assert.Equal("unknown", NetworkPrefix.Of(null).ToString());

    [Fact]
    public void Neighbours_are_one_network_and_others_are_not()
    {
        Assert.Equal(Of("198.51.100.1"), Of("198.51.100.254"));
        Assert.NotEqual(Of("198.51.100.1"), Of("198.51.101.1"));
        Assert.NotEqual(Of("0.0.0.0"), Of("::"));
        Assert.NotEqual(Of("2001:db8:7::1"), Of("2001:db8:8::1"));
    }

    [Fact]
    public void Signs_are_words_of_a_fixed_list()
    {
        Assert.Equal("none", ProxyWords.Of(ProxySigns.None));
        Assert.Equal("https via via-traffic-server x-forwarded-for", ProxyWords.Of(ProxySigns.XForwardedFor | ProxySigns.ViaTrafficServer | ProxySigns.Via | ProxySigns.Https));
        Assert.Equal("others", ProxyWords.Of(ProxySigns.Others));
    }

    private static NetworkPrefix Of(string address) => NetworkPrefix.Of(IPAddress.Parse(address));
}
