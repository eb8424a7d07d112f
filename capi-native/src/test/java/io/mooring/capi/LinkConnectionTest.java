package io.mooring.capi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.ForeignLinks;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection stands between the heap and the links: a call that it does not pass on, because the interface has a default for it, is one that the links
 * never hear of. [INV-22]
 */
class LinkConnectionTest {
    static List<Method> calls() {
        return Arrays.stream(ForeignLinks.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers())).toList();
    }

    private static Object anyValue(Class<?> type) {
        if (type == boolean.class) return true;
        if (type == int.class) return 42;
        return type == long.class ? (Object) 42L : null;
    }

    @ParameterizedTest
    @MethodSource("calls")
    void passesEveryCallOnUntilItIsDisconnected(Method call) throws ReflectiveOperationException {
        List<Method> heard = new ArrayList<>();
        ForeignLinks links = (ForeignLinks) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ForeignLinks.class}, (proxy, method, args) -> {
            if (method.getDeclaringClass() == Object.class) return method.getName().equals("equals") ? (Object) (proxy == args[0]) : 0;
            heard.add(method);
            return anyValue(method.getReturnType());
        });
        LinkConnection connection = new LinkConnection(links, () -> {});
        Object[] args = Arrays.stream(call.getParameterTypes()).map(LinkConnectionTest::anyValue).toArray();

        assertThat(call.invoke(connection, args)).isEqualTo(anyValue(call.getReturnType()));
        assertThat(heard).containsExactly(call);

        connection.disconnect();
        call.invoke(connection, args);
        assertThat(heard).hasSize(1);
    }
}
